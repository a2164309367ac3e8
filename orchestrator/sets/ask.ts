import { approvalId, type Question } from '../domain/question.ts';
import type { PlannedMember } from '../domain/recovery-set.ts';
import { asksWithSet } from '../domain/run-view.ts';
import { isOver, type MemberView, type SetView } from '../domain/set-view.ts';
import { hashOfSet } from '../hash.ts';
import { chronicle } from '../questions.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { whyBlocked } from './block.ts';
import { openIfAll, openSet } from './open-set.ts';

/**
 * Asks for the one approval of a set, once every member waits for it or is out of it, and again where facts had changed before it was
 * given; safe to repeat. It binds to the plans and the frozen facts of them all.
 */
export async function askForApproval(stage: Stage, id: string): Promise<void> {
  const { records, now } = stage;
  if (isAsked(await openSet(stage, id, []))) return;
  const view = await openIfAll(stage, id, waits);
  if (view === null || isAsked(view) || !view.members.every((member) => isReady(view, member))) return;
  const members = view.members.flatMap(plannedMember);
  if (members.length === 0) return;
  const revision = view.questions.length + 1;
  const planned = { kind: 'set-planned', hash: hashOfSet(view.set, members), members } as const;
  await records.journal.append(
    id,
    now(),
    planned,
    (entries) => entries.filter(({ kind }) => kind === 'set-planned').length >= revision,
  );
  const question = await records.questions.ask(toQuestion(stage, await openSet(stage, id, [])));
  await chronicle(records, question, now());
}

/** Whether it needs not be asked for, now or any more. */
const isAsked = ({ question, abort, closed }: SetView): boolean =>
  abort !== null || closed !== null || (question !== null && question.outcome !== 'superseded');

/** Whether a member waits for the approval, or is out of it. */
const waits = (member: MemberView): boolean => isOut(member) || plannedMember(member).length > 0;

const isOut = (member: MemberView): boolean => isOver(member) || (member.run !== null && member.run.blocked !== null);

const isReady = (view: SetView, member: MemberView): boolean =>
  isOut(member) || (whyBlocked(view, member) === null && plannedMember(member).length > 0);

/** What the approval of the set binds to, of a member that waits for it. */
function plannedMember({ application, run }: MemberView): readonly PlannedMember[] {
  if (run === null || run.planned === null || run.blocked !== null || run.abort !== null || !asksWithSet(run)) return [];
  const { revision, hash } = run.planned;
  const isAsking = run.questions.some((question) => question.id === approvalId(revision) && question.outcome === null);
  return isAsking ? [{ application, run: run.run.id, hash }] : [];
}

/** As many approvals as the strictest member needs, for as long as the shortest waits. */
function toQuestion({ config, now }: Stage, { set, planned }: SetView): Question {
  if (planned === null) throw new Error(`${set.id} has no plan to approve.`);
  const approvals = planned.members.map(({ application }) => applicationOf(config, application).approval);
  return {
    run: set.id,
    id: approvalId(planned.revision),
    row: 'approval',
    kind: 'approval',
    hash: planned.hash,
    needed: Math.max(...approvals.map(({ needed }) => needed)),
    expiresAt: now() + Math.min(...approvals.map(({ expires }) => expires)),
    votes: [],
    outcome: null,
    askedAt: now(),
  };
}
