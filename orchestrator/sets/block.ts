import { abortRun } from '../abort-run.ts';
import { Refused } from '../domain/errors.ts';
import type { Person, Run } from '../domain/run.ts';
import { belongsToSet, type RunView } from '../domain/run-view.ts';
import { isCovered, isOver, type MemberView, type SetView, whyHopeless } from '../domain/set-view.ts';
import { eachOnItsOwn } from '../each.ts';
import { platform } from '../questions.ts';
import type { Stage } from '../stage.ts';
import { openSet } from './open-set.ts';

/** Why a member is not to start, as a sentence; null while it may. */
export function whyBlocked(view: SetView, member: MemberView): string | null {
  if (isOver(member) || member.releasedAt !== null) return null;
  return whyHopeless(view, member) ?? whyStuck(view, member.run) ?? whyNotCovered(view, member.run);
}

/** What was approved while other facts were frozen is not about these. */
function whyNotCovered(view: SetView, run: RunView | null): string | null {
  if (run === null || run.planned === null || run.approvedAt !== null || !belongsToSet(run, run.planned.revision)) return null;
  return view.question?.outcome === 'approved' && !isCovered(view, run)
    ? 'Its facts changed while the set was being approved: ask for it once more.'
    : null;
}

/** Before the approval of the set is asked for, nobody waits for people to mend one member. */
function whyStuck({ planned }: SetView, run: RunView | null): string | null {
  if (run === null || planned !== null || run.phase !== 'waiting-for-decision') return null;
  return run.rows.find(({ state }) => state === 'failed')?.says ?? 'It could not be prepared.';
}

/** Ends the runs of members that are not to start, or of these members only, and leaves those out that have none yet; safe to repeat. */
export async function blockMembers(stage: Stage, id: string, only?: readonly string[]): Promise<void> {
  const view = await openSet(stage, id, only);
  const looked = view.members.filter(({ application }) => only === undefined || only.includes(application));
  await eachOnItsOwn(looked, async (member) => {
    const why = whyBlocked(view, member);
    if (why === null) return;
    if (member.run === null) await leaveOut(stage, id, member.application, why);
    else await block(stage, member.run, why);
  });
}

async function block(stage: Stage, { run }: RunView, why: string): Promise<void> {
  const { records, now } = stage;
  await records.journal.append(run.id, now(), { kind: 'blocked', why }, (entries) =>
    entries.some(({ kind }) => kind === 'blocked' || kind === 'closed'),
  );
  await abortIfPossible(stage, run, platform);
}

/** Aborts a run unless that is too late, or it is over. */
export async function abortIfPossible(stage: Stage, run: Run, by: Person): Promise<void> {
  try {
    await abortRun(stage, run, by);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Says once that a member gets no run; one that has joined meanwhile stays. */
export async function leaveOut({ records, now }: Stage, set: string, application: string, why: string): Promise<void> {
  await records.journal.append(set, now(), { kind: 'left-out', application, why }, (entries) =>
    entries.some((entry) => (entry.kind === 'left-out' || entry.kind === 'joined') && entry.application === application),
  );
}
