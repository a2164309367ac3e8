import { randomBytes } from 'node:crypto';

/** Passwords of one world's database roles, made afresh for every world. */
export interface Passwords {
  readonly superuser: string;
  readonly replicator: string;
  readonly agent: string;
  /** By writer role. */
  readonly writers: Readonly<Record<string, string>>;
}

export function makePasswords(writers: readonly string[]): Passwords {
  return {
    superuser: word(),
    replicator: word(),
    agent: word(),
    writers: Object.fromEntries(writers.map((writer) => [writer, word()])),
  };
}

const word = (): string => randomBytes(12).toString('hex');
