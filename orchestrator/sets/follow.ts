import { deliverSoon } from '../deliver.ts';
import type { Entry } from '../domain/entry.ts';
import { Refused } from '../domain/errors.ts';
import { approvalId, type Outcome, type Question, type Verdict } from '../domain/question.ts';
import { MEMBERS_AT_ONCE } from '../domain/recovery-set.ts';
import { asksForItself, asksWithSet, type RunView } from '../domain/run-view.ts';
import { isCovered, isMoved, isOver, type MemberView, type SetView } from '../domain/set-view.ts';
import { eachOnItsOwn } from '../each.ts';
import { chronicle, settleByVotes } from '../questions.ts';
import type { Stage } from '../stage.ts';
import { abortIfPossible, blockMembers, leaveOut } from './block.ts';
import { openSet } from './open-set.ts';

/**
 * Has the members of a set do what people decided about it: start, as far as their turn has come, or end. Safe to repeat; whoever comes
 * by may do it, also for these members only, which have to be all those that are being moved and some others.
 */
export async function follow(stage: Stage, id: string, only?: readonly string[]): Promise<void> {
  const { records, now } = stage;
  const view = await openSet(stage, id, only);
  if (view.closed !== null) return;
  if (view.abort !== null) return takeBack(stage, view, view.abort.by);
  const asked = view.question === null ? null : await records.questions.get(id, view.question.id);
  const question = asked === null ? null : await settleByVotes(records, asked, now());
  if (question === null || question.outcome === null || question.outcome === 'superseded') return;
  if (question.outcome !== 'approved') return answerAll(stage, question, question.outcome, view.members);
  if (only === undefined) await blockMembers(stage, id);
  await letGo(stage, view);
  const { members } = await openSet(stage, id, only);
  await answerAll(
    stage,
    question,
    'approved',
    members.filter(({ releasedAt }) => releasedAt !== null),
  );
}

/** Lets the approval hold for members whose turn it is, never for more at a time than the APIs take. */
async function letGo({ records, now }: Stage, view: SetView): Promise<void> {
  for (const { application } of view.members.filter((member) => isDue(view, member))) {
    await records.journal.append(view.set.id, now(), { kind: 'released', application }, (entries) => {
      const released = releasedIn(entries);
      return released.includes(application) || underWay(view, released) >= MEMBERS_AT_ONCE;
    });
  }
}

function isDue(view: SetView, { after, run, releasedAt }: MemberView): boolean {
  if (releasedAt !== null || run === null || run.closed !== null || run.abort !== null) return false;
  return isCovered(view, run) && after.every((id) => view.members.some((member) => member.application === id && isMoved(member)));
}

const releasedIn = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'released' ? [entry.application] : []));

/** How many of those let go are being moved. One that waits for people asks nothing of AWS meanwhile. */
function underWay({ members }: SetView, released: readonly string[]): number {
  const isUnderWay = (member: MemberView): boolean =>
    released.includes(member.application) && !isOver(member) && (member.run === null || !asksForItself(member.run));
  return members.filter(isUnderWay).length;
}

/** Gives the members' own questions the votes and the outcome of the set's. */
async function answerAll(stage: Stage, question: Question, outcome: Outcome, members: readonly MemberView[]): Promise<void> {
  await eachOnItsOwn(members, async ({ run }) => {
    if (run !== null && run.closed === null) await answer(stage, question, outcome, run);
  });
}

const VERDICTS: Partial<Record<Outcome, Verdict>> = { approved: 'approve', denied: 'deny' };

async function answer(stage: Stage, { votes }: Question, outcome: Outcome, view: RunView): Promise<void> {
  const { records, now } = stage;
  const { run, planned } = view;
  if (planned === null || !asksWithSet(view)) return;
  const own = await records.questions.get(run.id, approvalId(planned.revision));
  if (own === null) return;
  // Others than those that made the outcome could make another of it here, where fewer may be needed.
  const counted = votes.filter(({ verdict }) => verdict === VERDICTS[outcome]);
  for (const vote of counted) await records.questions.vote(run.id, own.id, own.hash, vote).catch(ifCast);
  await chronicle(records, await records.questions.settle(run.id, own.id, outcome, now()), now());
  await deliverSoon(stage, run.id);
}

/** A vote that was handed on before, or came too late to count. */
function ifCast(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
}

/** Ends what can be ended: nothing is taken back past a point of no return. */
async function takeBack(stage: Stage, { set, members, question }: SetView, by: RunView['run']['requestedBy']): Promise<void> {
  const { records, now } = stage;
  if (question !== null && question.outcome === null) {
    await chronicle(records, await records.questions.settle(set.id, question.id, 'cancelled', now()), now());
  }
  await eachOnItsOwn(members, async ({ application, run }) => {
    if (run === null) await leaveOut(stage, set.id, application, `${set.id} was aborted before.`);
    else if (run.closed === null && run.abort === null) await abortIfPossible(stage, run.run, by);
  });
}
