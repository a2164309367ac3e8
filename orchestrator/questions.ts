import { holderOf } from './domain/claim-rules.ts';
import type { Entry, EntryBody } from './domain/entry.ts';
import { Refused } from './domain/errors.ts';
import type { Facts } from './domain/facts.ts';
import type { Plan } from './domain/plan.ts';
import { approvalId, type Outcome, type Question, type Vote, type VotedChoice } from './domain/question.ts';
import type { Person, Run } from './domain/run.ts';
import { hashOf } from './hash.ts';
import type { Records } from './ports/records.ts';

/** In place of a person where the platform acts by itself. */
export const platform: Person = { id: 'platform', via: 'system' };

/** What the votes of a question add up to; null while they do not. One denial decides; so does one choice about a step. */
export function outcomeOf({ kind, votes, needed }: Question): Outcome | null {
  if (kind === 'decision') return choiceOf(votes);
  if (votes.some(({ verdict }) => verdict === 'deny')) return 'denied';
  return votes.filter(({ verdict }) => verdict === 'approve').length >= needed ? 'approved' : null;
}

/** The first choice decides, but for a skip: that takes two people, of whom one is an approver. */
function choiceOf(votes: Question['votes']): VotedChoice | null {
  const other = votes.find(({ verdict }) => verdict === 'retry' || verdict === 'stop');
  if (other !== undefined) return other.verdict as VotedChoice;
  const skips = votes.filter(({ verdict }) => verdict === 'skip');
  const people = new Set(skips.map(({ by }) => by.id));
  return people.size >= SKIPPED_BY && skips.some(({ agrees }) => agrees) ? 'skip' : null;
}

/** How many people have to agree to go on without a step. */
const SKIPPED_BY = 2;

/**
 * Gives a question the outcome its votes or its expiry amount to, if there is none yet, and journals what the journal
 * lacks. Whoever comes by may do it, so that a crash between a vote and its outcome loses nothing. A stop is flagged in
 * the claim before it is settled, so that the rest of the run sees it first.
 */
export async function conclude(records: Records, run: Run, question: Question, at: number): Promise<Question> {
  if (outcomeNow(question, at) === 'stop') {
    const by = question.votes.find(({ verdict }) => verdict === 'stop')?.by.id ?? platform.id;
    await flagStop(records, run, { kind: 'stop', by, at });
  }
  return settleByVotes(records, question, at);
}

/** The same for a question about which nobody can choose to stop, such as the approval of a set. */
export async function settleByVotes(
  records: Pick<Records, 'questions' | 'journal'>,
  question: Question,
  at: number,
): Promise<Question> {
  const outcome = outcomeNow(question, at);
  const isSettled = outcome === null || question.outcome !== null;
  const settled = isSettled ? question : await records.questions.settle(question.run, question.id, outcome, at);
  await chronicle(records, settled, at);
  return settled;
}

function outcomeNow(question: Question, at: number): Outcome | null {
  const isLate = question.expiresAt !== null && at >= question.expiresAt;
  return question.outcome ?? outcomeOf(question) ?? (isLate ? 'expired' : null);
}

/** A run that no longer holds its claim has nothing left to stop. */
async function flagStop(records: Records, run: Run, stop: { kind: 'stop'; by: string; at: number }): Promise<void> {
  try {
    await records.claims.stop(holderOf(run), stop);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Writes into the journal what a question says and the journal lacks: that it was asked, its votes, its outcome. */
export async function chronicle(records: Pick<Records, 'journal'>, question: Question, at: number): Promise<void> {
  const { run, id, row, needed, expiresAt, outcome, votes } = question;
  const append = (body: EntryBody, isThere: (entry: Entry) => boolean) =>
    records.journal.append(run, at, body, (entries) => entries.some(isThere));

  await append(
    { kind: 'asked', question: id, row, needed, expiresAt },
    (entry) => entry.kind === 'asked' && entry.question === id,
  );
  for (const { by, verdict, reason } of votes) {
    if (verdict === 'retry' || verdict === 'stop') continue;
    await append(
      { kind: 'voted', question: id, by, verdict, ...(reason === undefined ? {} : { reason }) },
      (entry) => entry.kind === 'voted' && entry.question === id && entry.by.id === by.id,
    );
  }
  if (outcome === null) return;
  await append(
    { kind: 'decided', question: id, row, outcome, by: decidedBy(question) },
    (entry) => entry.kind === 'decided' && entry.question === id,
  );
}

const VERDICT_OF: Partial<Record<Outcome, Vote['verdict']>> = {
  approved: 'approve',
  denied: 'deny',
  retry: 'retry',
  skip: 'skip',
  stop: 'stop',
};

/** Whose vote made the outcome: the last needed approval, the denial, the first choice; the platform where platform voted for it. */
function decidedBy({ votes, outcome, needed }: Question): Person {
  const counted = votes.filter(({ verdict }) => outcome !== null && verdict === VERDICT_OF[outcome]);
  const last = outcome === 'approved' ? counted[needed - 1] : outcome === 'skip' ? counted.at(-1) : counted[0];
  return last?.by ?? platform;
}

/** What a revision is made of. */
export interface Revision {
  readonly run: Run;
  readonly plan: Plan;
  /** The row that asks people about it. */
  readonly row: string;
  readonly facts: Facts;
  readonly drift: readonly string[];
  readonly at: number;
}

/**
 * Freezes new facts as the next revision: the old question is superseded and its votes are void. A question that was
 * approved meanwhile stands, unless it is the start that looks (`atStart`); once the run has started, nothing is revised.
 */
export async function revise(records: Records, { run, plan, row, facts, drift, at }: Revision, atStart = false): Promise<void> {
  const entries = await records.journal.read(run.id);
  const revision = entries.filter(({ kind }) => kind === 'planned').length + 1;
  const old = await records.questions.settle(run.id, approvalId(revision - 1), 'superseded', at);
  await chronicle(records, old, at);
  if (old.outcome !== 'superseded' && !atStart) return;
  await records.journal.append(run.id, at, { kind: 'planned', row, revision, hash: hashOf(plan, facts), facts, drift }, (now) =>
    now.some(
      (entry) => (entry.kind === 'planned' && entry.revision === revision) || (entry.kind === 'done' && entry.row === row),
    ),
  );
}

/** Questions of a stopped run that platform has to answer any more: all that are open, but for those about an undo. */
export async function cancelOpen(records: Records, run: string, at: number): Promise<void> {
  const open = (await records.questions.of(run)).filter(({ id, outcome }) => outcome === null && !id.startsWith('undo-'));
  for (const { id } of open) await chronicle(records, await records.questions.settle(run, id, 'cancelled', at), at);
}
