import { MEMBERS_AT_ONCE } from '../domain/recovery-set.ts';
import { isMoved, isOver, type SetView } from '../domain/set-view.ts';
import { openRun, type Stage } from '../stage.ts';
import { askForApproval } from './ask.ts';
import { follow } from './follow.ts';
import { openSet } from './open-set.ts';
import { end, tend } from './tend.ts';

/**
 * What the end of a member allows: others start, or the set is over. Every member ends once, so this reads few journals of others;
 * what it leaves out, the sweeper's look at all of them does.
 */
export async function memberEnded(stage: Stage, id: string, run: string): Promise<void> {
  const { view: member } = await openRun(stage, run);
  const { application } = member.run;
  const before = await openSet(stage, id, []);
  const isReleased = before.members.some((each) => each.application === application && each.releasedAt !== null);
  if (isReleased) {
    const ended = { kind: 'ended', application, isMoved: member.closed?.result === 'succeeded' } as const;
    await stage.records.journal.append(id, stage.now(), ended, (entries) =>
      entries.some((entry) => entry.kind === 'ended' && entry.application === application),
    );
  }
  const isLost = member.closed?.result !== 'succeeded';
  if (isLost && before.members.some(({ after }) => after.includes(application))) return tend(stage, id);
  if (before.question?.outcome === 'approved') await follow(stage, id, nextOf(await openSet(stage, id, [])));
  else await askForApproval(stage, id);
  await end(stage, id);
}

/** Members that are being moved, and those whose turn may have come. */
function nextOf({ members }: SetView): readonly string[] {
  const open = members.filter((member) => !isOver(member));
  const moving = open.filter(({ releasedAt }) => releasedAt !== null);
  const isNext = ({ after }: SetView['members'][number]): boolean =>
    after.every((id) => members.some((member) => member.application === id && isMoved(member)));
  const next = open.filter((member) => !moving.includes(member) && isNext(member)).slice(0, MEMBERS_AT_ONCE);
  return [...moving, ...next].map(({ application }) => application);
}
