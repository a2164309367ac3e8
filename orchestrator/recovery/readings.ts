import { isExpected } from '../domain/errors.ts';

/** What an application's status is put together from; without one of them the rest is worth telling. */
export type Part = 'runs' | 'facts' | 'tests' | 'costs' | 'kept';

/** A part that cannot be read, and why, as a sentence. */
export interface Unread {
  readonly part: Part;
  readonly says: string;
}

/** Reads parts, each of which may fail alone. */
export interface Readings {
  readonly unread: readonly Unread[];
  /** What is there, or `otherwise` where it cannot be read, which is noted. */
  read<T>(part: Part, what: string, asked: Promise<T>, otherwise: T): Promise<T>;
}

/** The readings of one status. */
export function readings(): Readings {
  const unread: Unread[] = [];
  return {
    unread,
    async read(part, what, asked, otherwise) {
      try {
        return await asked;
      } catch (error) {
        const why = isExpected(error) ? error.message : `what is kept there is not understood (${(error as Error).name}).`;
        unread.push({ part, says: `${what} cannot be read: ${why}` });
        return otherwise;
      }
    },
  };
}
