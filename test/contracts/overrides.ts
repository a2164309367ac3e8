import { beforeAll, describe, expect, it } from 'vitest';
import type { Override } from '../../orchestrator/domain/override.ts';
import type { Overrides } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, unused } from './samples.ts';

/** What every implementation of `Overrides` holds. */
export function describeOverrides(name: string, makeRecords: MakeRecords): void {
  describe(`overrides in ${name}`, () => {
    let overrides: Overrides;
    beforeAll(async () => {
      ({ overrides } = await makeRecords());
    });
    const override = (at: number): Override => ({
      at,
      by: { id: 'arn:aws:iam::123456789012:user/rosa', via: 'cli' },
      stacks: ['dr-control-plane', 'shop-data-us-east-1'],
      reason: unused('because'),
      refusals: ['DR-42 is open.'],
    });

    it('are kept as they were made, newest first', async () => {
      const [first, second, third] = [override(9_000_000_000_001), override(9_000_000_000_003), override(9_000_000_000_002)];
      for (const each of [first, second, third]) await overrides.record(each);
      expect(await overrides.recent(3)).toEqual([second, third, first]);
      expect(await overrides.recent(1)).toEqual([second]);
    });

    it('of one moment are both kept', async () => {
      const [one, other] = [override(9_000_000_001_000), override(9_000_000_001_000)];
      await Promise.all([overrides.record(one), overrides.record(other)]);
      const reasons = (await overrides.recent(2)).map(({ reason }) => reason);
      expect(reasons.toSorted()).toEqual([one.reason, other.reason].toSorted());
    });
  });
}
