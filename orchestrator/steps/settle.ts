import { type Answer, done, working } from '../domain/answer.ts';
import { Unavailable } from '../domain/errors.ts';
import { lsnToBytes } from '../domain/lsn.ts';
import type { Observation } from '../ports/world.ts';
import { proofOf } from './proof.ts';
import { evidenceOf, type Scene, type Step } from './step.ts';

/** Lets the target replay all it can get, within the time that users are kept waiting for it. */
export const settle: Step = { ask: letReplay };

/** Up to a marker of the fenced source, or else all that the target has received. */
export async function letReplay(scene: Scene): Promise<Answer> {
  const { world, run } = scene;
  const fenced = evidenceOf(scene, 'fence').outcome === 'fenced';
  const mark = fenced ? await markOf(scene) : null;
  const target = await world.agent.observe(run.to);
  if (!target.inRecovery) return done(`${run.to} is promoted already.`, { zeroLoss: false, lastCommitAt: target.lastCommitAt });
  return mark === null ? received(scene, target) : proved(scene, target, mark);
}

/** The source's position after the marker; null when it fell silent since it was fenced. */
async function markOf({ world, run }: Scene): Promise<string | null> {
  try {
    return await world.agent.mark(run.from, { run: run.id, epoch: run.epoch });
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
}

function proved(scene: Scene, target: Observation, mark: string): Answer {
  const { run } = scene;
  const { holds, evidence, behind } = proofOf(run, target, mark);
  if (holds) return done(`${run.to} has every write of ${run.from}.`, evidence);
  return waited(scene)
    ? done(`${run.to} is ${behind} bytes behind; settling waited long enough.`, evidence)
    : working(`${run.to} is ${behind} bytes behind.`);
}

function received(scene: Scene, target: Observation): Answer {
  const { run } = scene;
  const evidence = {
    zeroLoss: false,
    receivedLsn: target.receivedLsn,
    replayedLsn: target.replayedLsn,
    lastCommitAt: target.lastCommitAt,
  };
  if (target.receivedLsn === null || target.receivedLsn === target.replayedLsn || isPast(target)) {
    return done(`${run.to} has replayed all it received.`, evidence);
  }
  return waited(scene)
    ? done(`${run.to} has not replayed all it received; settling waited long enough.`, evidence)
    : working(`${run.to} replays what it received.`);
}

/** A replica that restarted has replayed from its files beyond what it received since. */
const isPast = ({ receivedLsn, replayedLsn }: Observation): boolean =>
  receivedLsn !== null && replayedLsn !== null && lsnToBytes(replayedLsn) >= lsnToBytes(receivedLsn);

/** Only after a look before this one: the time while nobody asked is no time that the target had. */
const waited = ({ pace, elapsedMs, view }: Scene): boolean => {
  const hasLooked = view.rows.some(({ id, says }) => ['settle', 'prove'].includes(id) && says !== '');
  return hasLooked && elapsedMs >= pace.settle;
};
