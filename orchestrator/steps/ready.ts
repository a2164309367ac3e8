import { done, failed, working } from '../domain/answer.ts';
import { toWords } from '../domain/duration.ts';
import { bytesBetween } from '../domain/lsn.ts';
import { heard, isSilent } from '../heard.ts';
import { ageOf } from './drill-data-age.ts';
import type { Step } from './step.ts';

/** What a replica replays well within a second, so that users do not wait for it behind the fence: 16 MiB. */
export const CLOSE_BYTES = 16 * 1024 * 1024;

/** Waits, while users notice nothing, until the target can be promoted and is close behind the source. */
export const ready: Step = {
  async ask({ world, run, elapsedMs, pace }) {
    const [instance, source, target] = await Promise.all([
      world.database.status(run.to),
      heard(world.agent.observe(run.from)),
      world.agent.observe(run.to),
    ]);
    const loss = lossSays(ageOf(target, world.clock.now()));
    if (!target.inRecovery) return failed('Refused', `${run.to} is no replica of ${run.from} any more.`);
    if (isSilent(source)) {
      const says = `${source.silent}${loss}`;
      return elapsedMs < pace.fenceGiveUp ? working(says) : failed('TimedOut', says);
    }
    if (source.inRecovery) return failed('Refused', `${run.to} is no replica of ${run.from} any more.`);
    if (instance.state !== 'available') return working(`The database in ${run.to} is ${instance.state}.${loss}`);
    if (source.flushLsn === null || target.replayedLsn === null)
      return working(`How far ${run.to} is behind is not known yet.${loss}`);
    const behind = bytesBetween(target.replayedLsn, source.flushLsn);
    return behind > CLOSE_BYTES
      ? working(`${run.to} is ${behind} bytes behind.${loss}`)
      : done(`${run.to} could take over at once: it is ${behind} bytes behind.`, { behind });
  },
};

/** What a move now would lose, which people have to know who think of one. */
const lossSays = (ageMs: number | null): string =>
  ageMs === null
    ? ' How much a move that does not wait would lose is not known.'
    : ` A move that does not wait would lose the writes of the last ${toWords(ageMs)}, at most.`;
