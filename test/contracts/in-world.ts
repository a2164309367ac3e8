import { afterAll, beforeAll, expect } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { lsnToBytes } from '../../orchestrator/domain/lsn.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { MakeWorld, WorldHarness } from './harness.ts';

/** A world for tests that leave it as they found it. */
export type SharedWorld = () => WorldHarness;

/** One world for all tests of a `describe`, or of a file where it is called outside of any. */
export function sharedWorld(makeWorld: MakeWorld): SharedWorld {
  let harness: WorldHarness | undefined;
  beforeAll(async () => {
    harness = await makeWorld();
  });
  afterAll(() => harness?.stop());
  return () => {
    if (harness === undefined) throw new Error('The world did not start.');
    return harness;
  };
}

/** A world of its own for a test that cannot undo what it does, such as a promotion. */
export const inFreshWorld = (makeWorld: MakeWorld, test: (harness: WorldHarness) => Promise<void>) => async (): Promise<void> => {
  const harness = await makeWorld();
  try {
    await test(harness);
  } finally {
    await harness.stop();
  }
};

/** Waits until the other Region has every write of one, the primary unless told otherwise, by position. */
export async function replicated({ world, regions, until }: WorldHarness, from: Region = regions.primary): Promise<void> {
  const to = from === regions.primary ? regions.dr : regions.primary;
  const { flushLsn } = await world.agent.observe(from);
  await until(`${to} has replayed ${flushLsn}`, async () => {
    const { replayedLsn } = await world.agent.observe(to);
    return flushLsn !== null && replayedLsn !== null && lsnToBytes(replayedLsn) >= lsnToBytes(flushLsn);
  });
}

/** Promotes the DR Region and waits until it is a server of its own. */
export async function promoted({ world, regions, until }: WorldHarness): Promise<void> {
  await world.database.promote(regions.dr);
  await until(`${regions.dr} is promoted`, async () => {
    const { state, replicaOf } = await world.database.status(regions.dr);
    const { inRecovery } = await world.agent.observe(regions.dr);
    return state === 'available' && replicaOf === null && !inRecovery;
  });
}

/** Holds that nobody answers any of these, which are asked at once: each takes as long as its patience. */
export async function unavailable(...asked: readonly Promise<unknown>[]): Promise<void> {
  await Promise.all(asked.map((answer) => expect(answer).rejects.toThrow(Unavailable)));
}
