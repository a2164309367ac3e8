import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { memoryRecords } from '../../lab/memory/records/memory-records.ts';
import { lookedAtWorld } from '../../orchestrator/aws/looks.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { gather } from '../../orchestrator/gather.ts';
import { answerLooks, LOOK_WITHIN_MS } from '../../orchestrator/lambdas/look.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import type { Stage } from '../../orchestrator/stage.ts';
import { jsonFault, scriptedAws } from '../aws-ports/scripted-aws.ts';
import { config, dr, primary, shop } from '../aws-ports/shop.ts';
import { makeMemoryWorld } from '../memory/memory-harness.ts';

const unhurried = () => new Promise<never>(() => undefined);

/** The world as the bot sees it: through `dr-look`, which looks at the in-memory world. */
function throughLook({ changes = {}, sleep = unhurried }: { changes?: Partial<World>; sleep?: Stage['sleep'] } = {}) {
  const world = { ...makeMemoryWorld(), ...changes };
  const aws = scriptedAws({
    Invoke: async ({ input }) => ({
      status: 200,
      body: JSON.stringify(await answerLooks({ config, worldOf: () => world, sleep }, input)),
    }),
  });
  return { world, aws, seen: lookedAtWorld(config, shop, aws.connection) };
}

describe('the world as the bot sees it', () => {
  it('is the world as it is', async () => {
    const { world, seen } = throughLook();
    expect(await seen.agent.observe(dr)).toEqual(await world.agent.observe(dr));
    expect(await seen.services.look(primary)).toEqual(await world.services.look(primary));
    expect(await seen.storage.backlog(primary, dr)).toBe(await world.storage.backlog(primary, dr));
    expect(await seen.database.status(dr)).toEqual(await world.database.status(dr));
    expect(await seen.traffic.look()).toEqual(await world.traffic.look());
    expect(await seen.rebuild.look(primary)).toEqual(await world.rebuild.look(primary));
    expect(await seen.rebuild.kept(primary)).toEqual(await world.rebuild.kept(primary));
    expect(await seen.rebuild.obstacles(primary)).toEqual(await world.rebuild.obstacles(primary));
    expect(await seen.readiness.risks({ from: primary, to: dr })).toEqual(await world.readiness.risks({ from: primary, to: dr }));
  });

  it('costs one call for all that is asked at one moment, and another for the next', async () => {
    const { aws, seen } = throughLook();
    await Promise.all([seen.agent.observe(primary), seen.agent.observe(dr), seen.traffic.look()]);
    expect(aws.times('Invoke')).toBe(1);
    await seen.traffic.look();
    expect(aws.times('Invoke')).toBe(2);
  });

  it('says of a Region that is gone that it does not answer, and shows the other', async () => {
    const { world, seen } = throughLook();
    world.kill(primary);
    const looks = await Promise.allSettled([seen.agent.observe(primary), seen.agent.observe(dr)]);
    expect(looks).toMatchObject([{ status: 'rejected', reason: { name: 'Unavailable' } }, { status: 'fulfilled' }]);
  });

  it('says of what hangs that it was not seen in time, and shows the rest', async () => {
    const waits: number[] = [];
    const { seen } = throughLook({
      changes: { services: { look: unhurried, scale: unhurried } },
      sleep: async (ms) => {
        waits.push(ms);
        await turn();
      },
    });
    const looks = await Promise.allSettled([seen.services.look(primary), seen.readiness.risks({ from: primary, to: dr })]);
    expect(looks).toMatchObject([
      { reason: { name: 'Unavailable', message: 'It was not seen within 1.3 s.' } },
      { status: 'fulfilled' },
    ]);
    expect(waits).toEqual([LOOK_WITHIN_MS]);
  });

  it('says of what is asked too much at once that it is throttled, which is no finding', async () => {
    const { world, seen } = throughLook();
    world.fail('database', 'status', 'always', new Unavailable('RDS does not answer: Rate exceeded.', { isThrottled: true }));
    await expect(seen.database.status(dr)).rejects.toMatchObject({ name: 'Unavailable', isThrottled: true });
    const sources = { world: seen, records: memoryRecords(), application: shop, plan: failover };
    await expect(gather(sources, { from: primary, to: dr })).rejects.toThrow(Unavailable);
  });

  it('is unavailable as a whole when nobody can look', async () => {
    const { connection } = scriptedAws({ Invoke: () => jsonFault(503, 'ServiceException') });
    await expect(lookedAtWorld(config, shop, connection).traffic.look()).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('is looked at and not touched', async () => {
    const { seen } = throughLook();
    expect(() => seen.database.promote(dr)).toThrow('only looked at');
    expect(() => seen.agent.open(dr)).toThrow('only looked at');
  });

  it('has everything that facts are gathered from', async () => {
    const { world, seen } = throughLook();
    const sightings = { look: async () => ({ region: primary, lastAnsweredAt: null, downSince: null }) };
    const journal = { recent: async () => [], read: async () => [] };
    const sources = { records: { sightings, journal } as never, application: shop, plan: failover };
    const move = { from: primary, to: dr };
    const mine = await gather({ world: { ...seen, clock: world.clock }, ...sources }, move);
    expect(mine).toEqual(await gather({ world, ...sources }, move));
  });
});
