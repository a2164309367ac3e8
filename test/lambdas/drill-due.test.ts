import { describe, expect, it } from 'vitest';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { rehearse } from '../../orchestrator/rehearse.ts';
import { approve, config, dr, isClosed, rehearse as platform, requested } from '../scenarios/rehearsal.ts';

const DAY = 86_400_000;
const { shop } = config.applications;
if (shop === undefined) throw new Error('dr.yml has no application shop.');
const every90Days = { ...config, applications: { shop: { ...shop, drillEvery: 90 * DAY } } };
const runs = ({ records }: ReturnType<typeof platform>) => records.journal.recent('shop', 9);

describe('a drill that dr.yml wants every so often', () => {
  it('is asked for by the platform after the daily dry run, and waits for a person', async () => {
    const on = platform({ config: every90Days });
    await rehearse(on.stage);
    const [run, ...more] = await runs(on);
    expect(more).toEqual([]);
    expect(run).toMatchObject({ plan: 'drill', requestedBy: { id: 'platform' }, reason: expect.stringContaining('drillEvery') });
    const view = await on.until(run?.id ?? '', 'asking', ({ phase }) => phase === 'waiting-for-approval');
    await approve(on, view);
    expect((await on.until(view.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
    await on.stage.sleep(DAY);
    await rehearse(on.stage);
    expect(await runs(on)).toHaveLength(1);
    await on.stage.sleep(90 * DAY);
    await rehearse(on.stage);
    expect(await runs(on)).toHaveLength(2);
  });

  it('is asked for again the next day where nobody approved it', async () => {
    const on = platform({ config: every90Days });
    await rehearse(on.stage);
    const [run] = await runs(on);
    await on.until(run?.id ?? '', 'asking', ({ phase }) => phase === 'waiting-for-approval');
    await on.stage.sleep(DAY);
    await sweep(on.stage);
    expect((await on.until(run?.id ?? '', 'closed', isClosed)).closed?.result).toBe('expired');
    await rehearse(on.stage);
    expect(await runs(on)).toHaveLength(2);
  });

  it('is not asked for where a failover could not be held, nor of a locked application', async () => {
    const on = platform({ config: every90Days });
    on.world.kill(dr);
    await rehearse(on.stage);
    expect(await runs(on)).toEqual([]);
    on.world.heal(dr);
    await on.records.claims.lock('shop', { by: 'U0REQUESTER', reason: 'a migration', at: 0 });
    await on.stage.sleep(DAY);
    await rehearse(on.stage);
    expect(await runs(on)).toEqual([]);
  });

  it('is nobody’s but people’s to ask for where dr.yml says nothing', async () => {
    const on = platform();
    await rehearse(on.stage);
    expect(await runs(on)).toEqual([]);
    await requested(on, '', 'drill');
    expect(await runs(on)).toHaveLength(1);
  });
});
