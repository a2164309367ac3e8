import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../lab/headless/until.ts';
import type { Region } from '../../../orchestrator/domain/region.ts';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { approve, isClosed, request, rowIs, runWhere } from './people.ts';

/** A failover rehearsed on a copy, with an agent, a database and tasks of its own: a replica of the standby, or one from its backups. */
export function drilled(cloudOf: () => Cloud): void {
  describe.each([
    ['drill', 'drill-copy'],
    ['restore-drill', 'drill-restore'],
  ])('a %s', (plan, making) => {
    let cloud: Cloud;
    let view: RunView;
    let copies: readonly string[];
    beforeAll(async () => {
      cloud = cloudOf();
      await cloud.renew();
      const { run } = await request(cloud, `${plan} shop before the holidays`);
      await approve(cloud, run.id);
      // Hours may pass for a copy, so that it is asked about once a minute.
      await runWhere(cloud, 'The copy', rowIs(making, 'done'));
      copies = await drillCopiesIn(cloud, cloud.config.regions.dr);
      view = await runWhere(cloud, 'The end of the run', isClosed);
    });

    it('copies, promotes, opens and uses the standby’s data, and passes', async () => {
      expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
      expect(copies).toHaveLength(1);
      const result = await until('The result of the drill', 30_000, async () => {
        const results = await cloud.records.tests.recent(cloud.application.id, 9);
        return (
          results.find(({ kind, id }) => kind === 'drill' && id.startsWith(new Date(view.run.requestedAt).toISOString())) ?? null
        );
      });
      expect(result).toMatchObject({ plan: 'failover', passed: true, blockers: [], dataAgeMs: expect.any(Number) });
    });

    it('leaves nothing behind, and production as it was', async () => {
      const { primary, dr } = cloud.config.regions;
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(true);
      expect(await cloud.world().judge.canWriterCommit(dr)).toBe(false);
      expect((await cloud.records.claims.look(cloud.application.id)).run).toBeNull();
      expect(await drillCopiesIn(cloud, dr)).toEqual([]);
    });
  });
}

/** The DB instances of a Region that are copies of drills, as RDS lists them. */
export async function drillCopiesIn({ resources }: Cloud, region: Region): Promise<readonly string[]> {
  const told = await resources.query('rds', region, { Version: '2014-10-31', Action: 'DescribeDBInstances' });
  return [...told.matchAll(/<DBInstanceIdentifier>([^<]*-drill-[^<]*)</g)].map(([, id]) => String(id));
}
