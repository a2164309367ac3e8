/** A question of a parent to a process of the lab. */
export interface ToChild {
  readonly id: number;
  readonly question: string;
  readonly argument: unknown;
}

/** What a process of the lab says to its parent: the answer to a question, or an event. */
export type FromChild =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly argument: unknown };
