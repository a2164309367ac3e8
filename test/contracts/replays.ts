import { beforeAll, describe, expect, it } from 'vitest';
import type { Replays } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, race, times, unused } from './samples.ts';

/** What every implementation of `Replays` holds. */
export function describeReplays(name: string, makeRecords: MakeRecords): void {
  describe(`received signatures in ${name}`, () => {
    let replays: Replays;
    beforeAll(async () => {
      ({ replays } = await makeRecords());
    });
    const time = (at: number) => ({ at, untilMs: 2_000 });

    it('are new once', async () => {
      const signature = unused('v0');
      expect(await replays.seen(signature, time(1_000))).toBe(false);
      expect(await replays.seen(signature, time(1_001))).toBe(true);
      expect(await replays.seen(unused('v0'), time(1_001))).toBe(false);
    });

    it('are new to one of many simultaneous copies', async () => {
      const signature = unused('v0');
      const { won } = await race(times(8, () => () => replays.seen(signature, time(1_000))));
      expect(won.filter((seen) => !seen)).toHaveLength(1);
      expect(won).toHaveLength(8);
    });

    it('are remembered until their time has passed, and not after it', async () => {
      const signature = unused('v0');
      await replays.seen(signature, time(1_000));
      expect(await replays.seen(signature, { at: 2_000, untilMs: 3_000 })).toBe(true);
      expect(await replays.seen(signature, { at: 2_001, untilMs: 3_000 })).toBe(false);
      expect(await replays.seen(signature, { at: 2_002, untilMs: 3_000 })).toBe(true);
    });
  });
}
