import { done, failed, working } from '../domain/answer.ts';
import { bytesBetween } from '../domain/lsn.ts';
import { CLOSE_BYTES } from './ready.ts';
import type { Step } from './step.ts';

/** Waits until the agent in the rebuilt Region sees a replica that receives the log, close behind, with the writers' roles as they are. */
export const follow: Step = {
  async ask({ world, run }) {
    const [source, replica] = await Promise.all([world.agent.observe(run.from), world.agent.observe(run.to)]);
    if (!replica.inRecovery) return failed('Refused', `The database in ${run.to} is no replica any more.`);
    if (replica.receivedLsn === null || replica.replayedLsn === null || source.flushLsn === null)
      return working(`${run.to} receives nothing of ${run.from} yet.`);
    const behind = bytesBetween(replica.replayedLsn, source.flushLsn);
    if (behind > CLOSE_BYTES) return working(`${run.to} is ${behind} bytes behind.`);
    if (replica.writersMayLogin !== source.writersMayLogin)
      return working(`${run.to} does not have the writers of ${run.from} as they are yet.`);
    return done(`${run.to} follows ${run.from}: it is ${behind} bytes behind.`, { behind, at: world.clock.now() });
  },
};
