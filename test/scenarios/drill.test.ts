import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const begin = (rehearsal: Rehearsal) => requested(rehearsal, 'the quarterly drill', 'drill');
const rowOf = (view: RunView, row: string) => view.rows.find(({ id }) => id === row);
const isAt = (row: string) => (view: RunView) => (rowOf(view, row)?.state ?? 'waiting') !== 'waiting';

async function held(rehearsal: Rehearsal): Promise<RunView> {
  const asked = await begin(rehearsal);
  await approve(rehearsal, asked);
  return rehearsal.until(asked.run.id, 'closed', isClosed);
}

/** What production is made of, as anybody can see it. */
async function productionOf({ world, records }: Rehearsal) {
  const regions = [primary, dr];
  const claim = await records.claims.look('shop');
  return {
    databases: await Promise.all(regions.map((region) => world.database.status(region))),
    logins: await Promise.all(regions.map(async (region) => (await world.agent.observe(region)).writersMayLogin)),
    services: await Promise.all(regions.map((region) => world.services.look(region))),
    traffic: await world.traffic.look(),
    writer: claim.writer,
  };
}

describe('a drill', () => {
  it('promotes, opens and uses a copy, measures it, leaves nothing behind, and is kept as a test', async () => {
    const rehearsal = rehearse();
    const { world, records } = rehearsal;
    const before = await productionOf(rehearsal);
    const view = await held(rehearsal);

    expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
    expect(view.pointOfNoReturnAt).toBeNull();
    expect(rowOf(view, 'drill-promote')?.says).toBe(`${view.run.id}'s copy in ${dr} is promoted.`);
    expect(rowOf(view, 'drill-open')?.says).toBe(`Writers may log in to ${view.run.id}'s copy in ${dr}.`);
    expect(view.closed?.summary?.rto.machineMs).toBeGreaterThanOrEqual(world.regions.timing.promotion);
    expect(view.closed?.summary?.rto.machineMs).toBeLessThan(world.regions.timing.copying);
    expect(view.closed?.summary?.fence).toBeNull();

    expect(await world.drills.leftovers(dr)).toEqual([]);
    expect(await productionOf(rehearsal)).toEqual(before);
    expect(world.regions.overlaps).toEqual([]);
    expect(world.write(primary)).not.toBeNull();
    const [test] = await records.tests.recent('shop', 1);
    expect(test).toMatchObject({
      kind: 'drill',
      passed: true,
      blockers: [],
      move: { from: primary, to: dr },
      estimatedRtoMs: view.closed?.summary?.rto.machineMs,
    });
    const { dataAgeMs } = rowOf(view, 'drill-copy')?.evidence ?? {};
    expect(dataAgeMs).toBeGreaterThan(0);
    expect(dataAgeMs).toBeLessThanOrEqual(world.regions.timing.wake);
    expect([test?.dataAgeMs, view.closed?.summary?.rpo.achievedMs]).toEqual([dataAgeMs, dataAgeMs]);
  });

  it('never asks for anything to be done to production: it fences, scales, shifts and promotes nothing of it', async () => {
    const rehearsal = rehearse();
    await held(rehearsal);
    const acted = rehearsal.world.calls
      .map(({ port, method }) => `${port}.${method}`)
      .filter((call) => /^(database\.promote|agent\.(fence|open|mark)|services\.scale|traffic\.shift)$/.test(call));
    expect(acted).toEqual([]);
  });

  it('says before it is approved that a failover would wait for the copy, and a failover then does', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    const asked = await begin(rehearsal);
    expect(asked.planned?.facts.risks.join()).toContain('a failover would wait for that');
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'copying', isAt('drill-copy'));
    await world.clock.advance(1_000);
    expect((await world.database.status(dr)).state).toBe('backing-up');
  });

  it.each([
    ['the standby is being backed up', ({ world }: Rehearsal) => world.backUp(dr, 3_600_000), 'is backing-up'],
    ['the primary Region does not answer', ({ world }: Rehearsal) => world.kill(primary), 'ask for a failover, not for a drill'],
    ['the standby is none', ({ world }: Rehearsal) => world.kill(dr), 'does not answer, so it cannot take over'],
    [
      'its provider says that it cannot be copied',
      ({ world }: Rehearsal) => void world.regions.region(dr).obstacles.push('it is the hour of its backup'),
      'it is the hour of its backup',
    ],
  ])('fails at once, as a test that failed, when %s', async (_, disturb, why) => {
    const rehearsal = rehearse();
    disturb(rehearsal);
    const run = await rehearsal.recovery.begin({ application: 'shop', plan: 'drill', reason: '', by: rosa });
    const view = await rehearsal.until(run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('rolled-back');
    expect(view.closed?.says).toContain(why);
    expect(view.questions).toEqual([]);
    const [test] = await rehearsal.records.tests.recent('shop', 1);
    expect(test).toMatchObject({ kind: 'drill', passed: false, blockers: [expect.stringContaining(why)] });
  });

  it.each(['copy', 'promote', 'observe', 'mark', 'open', 'start', 'probe'] as const)(
    'is removed and fails as a test when %s is refused, and nobody is asked',
    async (method) => {
      const rehearsal = rehearse();
      const before = await productionOf(rehearsal);
      rehearsal.world.fail('drills', method, 'always', new Refused(`The provider refuses to ${method}.`));
      const view = await held(rehearsal);
      expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
      expect(view.closed?.says).toContain(`The provider refuses to ${method}.`);
      expect(view.questions.filter(({ kind }) => kind === 'decision')).toEqual([]);
      expect(await rehearsal.world.drills.leftovers(dr)).toEqual([]);
      expect(await productionOf(rehearsal)).toEqual(before);
      expect((await rehearsal.records.tests.recent('shop', 1))[0]).toMatchObject({ kind: 'drill', passed: false });
    },
  );

  it('from backups is held while the standby is being backed up, and says that no promotion was exercised', async () => {
    const rehearsal = rehearse();
    const { world, records } = rehearsal;
    world.backUp(dr, 36_000_000);
    world.regions.region(dr).obstacles.push('it is the hour of its backup');
    const before = await productionOf(rehearsal);
    const asked = await requested(rehearsal, 'the quarterly drill', 'restore-drill');
    expect(asked.planned?.facts.risks.join()).toContain('no promotion is exercised');
    await approve(rehearsal, asked);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(view.closed?.says).toContain('Promotion, fence and traffic are no part of it');
    expect(view.closed?.summary?.rto.machineMs).toBeGreaterThanOrEqual(world.regions.timing.copying);
    expect(await world.drills.leftovers(dr)).toEqual([]);
    const [test] = await records.tests.recent('shop', 1);
    expect(test).toMatchObject({ kind: 'drill', passed: true, untested: ['promotion was not exercised'] });
    expect(await productionOf(rehearsal)).toEqual(before);
  });

  it('that was denied is no test', async () => {
    const rehearsal = rehearse();
    const asked = await begin(rehearsal);
    await rehearsal.recovery.abort({ run: asked.run.id, by: rosa });
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'aborted', left: [] });
    expect(await rehearsal.records.tests.recent('shop', 1)).toEqual([]);
  });

  it('that is killed half-way goes on where it was, and is removed all the same', async () => {
    const rehearsal = rehearse();
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'services', isAt('drill-services'));
    await rehearsal.crash();
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(await rehearsal.world.drills.leftovers(dr)).toEqual([]);
  });

  it('that was stopped while it could not be removed is removed by the sweeper', async () => {
    const rehearsal = rehearse();
    const { world, recovery, until } = rehearsal;
    const mend = world.fail('drills', 'remove', 'always', new Refused('Access is denied.'));
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    const paused = await until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    const open = paused.questions.find(({ outcome }) => outcome === null);
    await recovery.decide({ run: asked.run.id, question: open?.id ?? '', choice: 'stop', by: rosa });
    const view = await until(asked.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'stopped', left: [`Remove what the drill made in ${dr}`] });
    expect(await world.drills.leftovers(dr)).toEqual([asked.run.id]);

    await sweep(rehearsal.stage);
    expect(await world.drills.leftovers(dr)).toEqual([asked.run.id]);
    mend();
    await sweep(rehearsal.stage);
    await world.clock.advance(world.regions.timing.removal);
    expect(await world.drills.leftovers(dr)).toEqual([]);
  });

  it('that is under way is left alone by the sweeper', async () => {
    const rehearsal = rehearse();
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'promoting', isAt('drill-promote'));
    await sweep(rehearsal.stage);
    expect((await rehearsal.until(asked.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });
});
