import type { Entry } from './domain/entry.ts';
import type { Facts } from './domain/facts.ts';
import type { Plan } from './domain/plan.ts';
import type { Question, Verdict } from './domain/question.ts';
import type { Person, Run } from './domain/run.ts';
import { hashOf } from './hash.ts';
import type { Records } from './ports.ts';

/** Names the approval of a revision, such as `approval.1`. */
export const approvalId = (revision: number): string => `approval.${revision}`;

const nobody: Person = { id: 'platform', via: 'system' };

/** Writes into the journal what a question says and the journal lacks: that it was asked, its votes, its outcome. */
export async function chronicle(records: Records, question: Question, at: number): Promise<void> {
  const { run, id, row, needed, expiresAt, outcome, votes } = question;
  const append = (body: Parameters<Records['journal']['append']>[2], isThere: (entry: Entry) => boolean) =>
    records.journal.append(run, at, body, (entries) => entries.some(isThere));

  await append(
    { kind: 'asked', question: id, row, needed, expiresAt },
    (entry) => entry.kind === 'asked' && entry.question === id,
  );
  for (const { by, verdict } of votes.filter((vote) => isVerdict(vote.verdict))) {
    await append(
      { kind: 'voted', question: id, by, verdict: verdict as Verdict },
      (entry) => entry.kind === 'voted' && entry.question === id && entry.by.id === by.id,
    );
  }
  if (outcome === null) return;
  await append(
    { kind: 'decided', question: id, row, outcome, by: votes.at(-1)?.by ?? nobody },
    (entry) => entry.kind === 'decided' && entry.question === id,
  );
}

const isVerdict = (verdict: string): verdict is Verdict => verdict === 'approve' || verdict === 'deny';

/** Freezes new facts as the next revision: the old question is superseded and its votes are void. */
export async function revise(
  records: Records,
  change: {
    readonly run: Run;
    readonly plan: Plan;
    readonly facts: Facts;
    readonly drift: readonly string[];
    readonly at: number;
  },
): Promise<void> {
  const { run, plan, facts, drift, at } = change;
  const entries = await records.journal.read(run.id);
  const revision = entries.filter(({ kind }) => kind === 'planned').length + 1;
  const old = await records.questions.settle(run.id, approvalId(revision - 1), 'superseded', at);
  await chronicle(records, old, at);
  await records.journal.append(run.id, at, { kind: 'planned', revision, hash: hashOf(plan, facts), facts, drift }, (now) =>
    now.some((entry) => entry.kind === 'planned' && entry.revision === revision),
  );
}

/** Questions of a stopped run that nobody has to answer any more: all that are open, but for those about an undo. */
export async function cancelOpen(records: Records, run: string, at: number): Promise<void> {
  const open = (await records.questions.of(run)).filter(({ id, outcome }) => outcome === null && !id.startsWith('undo-'));
  for (const { id } of open) await chronicle(records, await records.questions.settle(run, id, 'cancelled', at), at);
}
