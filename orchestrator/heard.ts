import { Unavailable } from './domain/errors.ts';

/** Who was asked did not answer: why, as a sentence. */
export interface Silence {
  readonly silent: string;
}

/** What came of asking somebody who may be silent. */
export type Heard<T> = T | Silence;

/** Silence is a finding here, not an error: what cannot be asked is reported as such. */
export async function heard<T>(asked: Promise<T>): Promise<Heard<T>> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Unavailable) return { silent: error.message };
    throw error;
  }
}

/** Whether nobody answered. */
export const isSilent = (heardOf: Heard<unknown>): heardOf is Silence =>
  typeof heardOf === 'object' && heardOf !== null && 'silent' in heardOf;

/** The sentences that were found; where nobody answered, one that says what cannot be known therefore. */
export const orUnknown = (what: string, found: Heard<readonly string[]>): readonly string[] =>
  isSilent(found) ? [`${what}: ${found.silent.replace(/\.$/, '')}`] : found;
