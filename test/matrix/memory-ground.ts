import type { Region } from '../../orchestrator/domain/region.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { dr, rehearse } from '../scenarios/rehearsal.ts';
import type { Ground } from './ground.ts';

/** The in-memory world with its virtual clock: somebody writes before each call of a port. */
export async function memoryGround(): Promise<Ground> {
  const acknowledged: string[] = [];
  let writesIn: Region | null = null;
  const write = (): void => {
    const written = writesIn === null ? null : world.write(writesIn);
    if (written !== null) acknowledged.push(written);
  };
  const rehearsal = rehearse({ before: async () => write() });
  const { world, recovery, records, stage, until } = rehearsal;
  return {
    recovery,
    records,
    stage,
    until,
    crash: () => rehearsal.crash(),
    pass: () => {},
    keepWriting: async (old) => {
      writesIn = old;
    },
    truth: async (_, current) => {
      const arrived = new Set(world.rows(current));
      await sweep(stage);
      await world.clock.advance(world.regions.timing.removal);
      return {
        overlaps: world.regions.overlaps,
        writable: world.regions.writable(),
        missing: acknowledged.filter((written) => !arrived.has(written)).length,
        drills: await world.drills.leftovers(dr),
      };
    },
    stop: async () => {},
  };
}
