import { describe, expect, it } from 'vitest';
import { approve, dr, isClosed, moved, primary, type Rehearsal, rehearse, rosa } from './rehearsal.ts';
import { home } from './way-home.ts';

/** What an application is made of, as anybody can see it. */
async function configurationOf({ world }: Rehearsal) {
  const regions = [primary, dr];
  const services = await Promise.all(regions.map((region) => world.services.look(region)));
  return {
    databases: await Promise.all(regions.map((region) => world.database.status(region))),
    sizes: services.map((all) => Object.values(all).map(({ min, desired, healthy }) => [min, desired, healthy])),
    traffic: await world.traffic.look(),
    logins: await Promise.all(regions.map(async (region) => (await world.agent.observe(region)).writersMayLogin)),
    differences: await Promise.all(regions.map((region) => world.rebuild.differences(region))),
  };
}

describe('a failback', () => {
  it('is home again as it was: no write is lost, never two writers, and what was left behind twice is kept', async () => {
    const acknowledged: string[] = [];
    const rehearsal: Rehearsal = rehearse({
      before: async () => {
        const written = rehearsal.world.write(dr) ?? rehearsal.world.write(primary);
        if (written !== null) acknowledged.push(written);
      },
    });
    const { world } = rehearsal;
    const before = await configurationOf(rehearsal);
    await moved(rehearsal);
    const kept = new Set(world.rows(dr));
    acknowledged.splice(0, acknowledged.length, ...acknowledged.filter((id) => kept.has(id)));
    const view = await home(rehearsal);

    expect(view.closed).toMatchObject({
      result: 'succeeded',
      left: [],
      summary: { rpo: { achievedMs: 0 }, fence: { outcome: 'fenced' } },
    });
    expect([view.run.from, view.run.to]).toEqual([dr, primary]);
    expect(view.closed?.summary?.rto.humanMs).toBeLessThan(world.regions.timing.copying);
    expect(await configurationOf(rehearsal)).toEqual(before);
    expect(world.regions.overlaps).toEqual([]);
    const rows = new Set(world.rows(primary));
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.filter((id) => !rows.has(id))).toEqual([]);
    for (const region of [primary, dr]) {
      const names = (await world.rebuild.kept(region)).map(({ name }) => name);
      expect(names).toHaveLength(2);
      for (const name of names) expect(view.closed?.says).toContain(name);
    }
  });

  it('can be followed by a failover, and that by a failback, three times over', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    const before = await configurationOf(rehearsal);
    for (const _ of [1, 2, 3]) {
      const asked = await rehearsal.recovery.begin({
        application: 'shop',
        plan: 'failover',
        reason: 'again',
        overrides: true,
        by: rosa,
      });
      await approve(rehearsal, await rehearsal.until(asked.id, 'asking', ({ phase }) => phase === 'waiting-for-approval'));
      expect((await rehearsal.until(asked.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
      expect((await home(rehearsal)).closed?.result).toBe('succeeded');
      expect(await configurationOf(rehearsal)).toEqual(before);
    }
    expect(world.regions.overlaps).toEqual([]);
    expect(await world.rebuild.kept(primary)).toHaveLength(6);
  });
});
