import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../lab/headless/until.ts';
import { agentFunction } from '../../../orchestrator/aws/agent.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { unavailable } from './answers.ts';
import { invoke } from './by-hand.ts';
import { placeOrder } from './orders.ts';
import { approve, isClosed, request, runWhere } from './people.ts';
import { wake } from './wake.ts';

/** What a Region's agent does each minute, without anybody's asking. */
export function waking(cloudOf: () => Cloud): void {
  describe('the agent of a Region that wakes', () => {
    beforeAll(() => cloudOf().renew());

    it('leaves a heartbeat where the application writes, which the other Region gets', async () => {
      const cloud = cloudOf();
      const { fences, seen } = await wake(cloud, 'primary');
      expect(fences).toBe(false);
      const at = seen.heartbeat?.at ?? Number.NaN;
      expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
      await until('The heartbeat in the other Region', 30_000, async () => {
        const other = await wake(cloud, 'dr');
        return other.seen.inRecovery && (other.seen.heartbeat?.at ?? 0) >= at ? true : null;
      });
    });

    it('fences the Region that was left behind, while nobody else reaches it, and the reconciler tells so later', async () => {
      const cloud = cloudOf();
      const { primary, dr } = cloud.config.regions;
      const own = (['look', 'act'] as const).map((duty) => agentFunction(cloud.application, 'primary', duty));
      cloud.gateway.interrupt(({ region, signedFor, caller }) =>
        region === primary && signedFor !== 'route53' && !own.includes(caller ?? '') ? unavailable : null,
      );
      const { run } = await request(cloud, 'failover shop override the line to it is cut');
      await approve(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed?.summary?.fence?.outcome).toBe('unreachable');

      const order = await placeOrder(cloud, primary);
      const { fences, says, seen } = await wake(cloud, 'primary');
      expect([fences, seen.writersMayLogin]).toEqual([true, false]);
      expect(says).toContain(`${run.id} made ${dr} the writer`);
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(false);
      expect(await cloud.world().judge.canWriterCommit(dr)).toBe(true);

      cloud.gateway.interrupt(null);
      await invoke(cloud, 'reconciler', {});
      const { fencedLater } = await runWhere(cloud, 'The news of it', (view) => view.fencedLater !== null);
      expect(fencedLater?.stranded).toMatchObject({ count: 1, keys: [order] });
      expect(fencedLater?.fencedAt).toBe(seen.heartbeat?.fencedAt);
    });
  });
}
