import { Refused } from '../domain/errors.ts';
import { approvalId, type Question, type Verdict } from '../domain/question.ts';
import type { Person } from '../domain/run.ts';
import type { Stage } from '../stage.ts';

/** What is approved or denied: a run, or a set of them. */
export interface Subject {
  readonly id: string;
  /** The revision of its facts that is voted on. */
  readonly revision: number;
  /** What one types to approve, and whose name that is. */
  readonly typed: { readonly of: string; readonly text: string };
  /**
   * What has changed beyond the limits, as sentences, once it was frozen as the next revision; empty while the approval holds.
   * `Refused` where it cannot run now.
   */
  revised(): Promise<readonly string[]>;
}

/** A vote as somebody casts it: on the hash that they saw. */
export interface Ballot {
  readonly hash: string;
  readonly verdict: Verdict;
  readonly confirmation?: string;
  readonly by: Person;
}

/** Casts a vote; an approval only of facts that still hold, by somebody who typed what it is about. */
export async function cast(
  { records: { questions }, now }: Stage,
  subject: Subject,
  { hash, verdict, confirmation, by }: Ballot,
): Promise<Question> {
  const { id, revision, typed } = subject;
  const question = approvalId(revision);
  if (verdict === 'approve') {
    if (confirmation?.trim() !== typed.text) throw new Refused(`To approve, type the ${typed.of}: ${typed.text}.`);
    const isOpen = (await questions.get(id, question))?.outcome === null;
    const drift = isOpen ? await subject.revised() : [];
    if (drift.length > 0) {
      throw new Refused(`The facts changed, so ${id} needs new votes on revision ${revision + 1}: ${drift.join('; ')}.`);
    }
  }
  return questions.vote(id, question, hash, { by, verdict, at: now() });
}
