import { describe, expect, it } from 'vitest';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { accessDenied } from './answers.ts';
import { type Flag, flag, invoke } from './by-hand.ts';
import { childrenOf, letBothCount, toldChecks } from './checks.ts';
import { approve, isClosed, request, runWhere } from './people.ts';

/** Traffic that is moved while one of the two flag buckets refuses. */
export function oneFlag(cloudOf: () => Cloud): void {
  describe('a flag bucket that refuses', () => {
    it('keeps nobody in a Region that fails, and gets its flag from the reconciler later', async () => {
      const cloud = cloudOf();
      await cloud.renew();
      refuse(cloud, 'control', 's3:PutObject');
      const { run } = await request(cloud, 'failover shop override with one flag');
      await approve(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed).toMatchObject({ result: 'succeeded', left: [] });
      await expect(flag(cloud, 'control')).rejects.toThrow('answered 404');

      cloud.gateway.interrupt(null);
      await invoke(cloud, 'reconciler', {});
      expect(JSON.parse(await flag(cloud, 'control'))).toEqual({ run: run.id, epoch: run.epoch });
    });

    it('keeps nobody from coming home: its check does not count, and its flag is removed later', async () => {
      const cloud = cloudOf();
      await cloud.renew('dr');
      refuse(cloud, 'dr', 's3:DeleteObject');
      const { run } = await request(cloud, 'switchover shop home with one flag');
      await approve(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed).toMatchObject({ result: 'succeeded', left: [] });
      expect(JSON.parse(await flag(cloud, 'dr'))).toEqual({});
      const checks = await toldChecks(cloud);
      expect(await childrenOf(cloud, checks.id)).toEqual([checks.control]);

      await invoke(cloud, 'reconciler', {});
      expect(JSON.parse(await flag(cloud, 'dr'))).toEqual({});
      cloud.gateway.interrupt(null);
      await invoke(cloud, 'reconciler', {});
      await expect(flag(cloud, 'dr')).rejects.toThrow('answered 404');
      await letBothCount(cloud, checks);
    });
  });
}

/** S3 refuses a change of one flag; to the row that moves users it does not even show it, so that nobody waits for it. */
function refuse({ gateway, config }: Cloud, side: Flag, change: string): void {
  const bucket = `arn:aws:s3:::${platformOnAws(config).flagBuckets[side]}`;
  gateway.interrupt(({ resources, caller, action }) => {
    const isRefused = action === change || caller === functionName('shift-traffic');
    return isRefused && resources.some((arn) => arn.startsWith(bucket)) ? accessDenied : null;
  });
}
