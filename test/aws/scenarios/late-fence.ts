import { describe, expect, it } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';
import { unavailable } from './answers.ts';
import { invoke } from './by-hand.ts';
import { placeOrder } from './orders.ts';
import { approve, isClosed, request, runWhere } from './people.ts';

/** A source that nobody reaches while its application is moved. */
export function lateFence(cloudOf: () => Cloud): void {
  describe('a Region that answers again after its application was moved', () => {
    it('is fenced by the reconciler, which tells what was written there alone', async () => {
      const cloud = cloudOf();
      await cloud.renew();
      const { primary, dr } = cloud.config.regions;
      cloud.gateway.interrupt(({ region, signedFor }) => (region === primary && signedFor !== 'route53' ? unavailable : null));
      const { run } = await request(cloud, 'failover shop override nobody reaches it');
      await approve(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed?.summary?.fence?.outcome).toBe('unreachable');
      const order = await placeOrder(cloud, primary);

      cloud.gateway.interrupt(null);
      await invoke(cloud, 'reconciler', {});
      const late = await runWhere(cloud, 'The late fence', ({ fencedLater }) => fencedLater !== null);
      expect(late.fencedLater?.stranded).toMatchObject({ count: 1, keys: [order] });
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(false);
      expect(await cloud.world().judge.canWriterCommit(dr)).toBe(true);
    });
  });
}
