import { beforeEach, describe, expect, it } from 'vitest';
import type { StrandedWrites } from '../../orchestrator/domain/entry.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { hasOpenFence, reconcile } from '../../orchestrator/reconcile.ts';
import { amir, approve, dr, isClosed, primary, type Rehearsal, rehearse, requested } from '../scenarios/rehearsal.ts';
import { callsOf } from './setting.ts';

/** Shop was failed over while its primary was out of reach; it can be reached again, and still accepts writes. */
async function failedOver(prepare: (rehearsal: Rehearsal) => unknown = () => {}) {
  const rehearsal = rehearse();
  const { world } = rehearsal;
  world.write(primary);
  await world.clock.advance(1_000);
  world.cutOff(primary);
  prepare(rehearsal);
  const asked = await requested(rehearsal);
  await approve(rehearsal, asked, amir);
  await rehearsal.until(asked.run.id, 'closed', isClosed);
  const { id } = asked.run;
  const news = async () => (await rehearsal.recovery.view(id)).fencedLater;
  const round = (other: Partial<World> = {}) => reconcile({ ...rehearsal.stage, worldOf: () => ({ ...world, ...other }) });
  const fencesBefore = callsOf(rehearsal, 'agent', 'fence');
  const fences = () => callsOf(rehearsal, 'agent', 'fence') - fencesBefore;
  return { ...rehearsal, id, news, round, fences };
}

let moved: Awaited<ReturnType<typeof failedOver>>;
beforeEach(async () => {
  moved = await failedOver();
});

const rowOf = async (row: string) => (await moved.recovery.view(moved.id)).rows.find(({ id }) => id === row);

describe('a source that answers again after a move', () => {
  beforeEach(() => moved.world.heal(primary));

  it('is fenced, its services are stopped, and the overlap is told', async () => {
    const openedAt = (await rowOf('open-target'))?.endedAt ?? 0;
    await moved.world.clock.advance(5_000);
    await moved.round();
    const now = moved.world.clock.now();
    expect(await moved.news()).toMatchObject({ fencedAt: now, bothWritableMs: now - openedAt, stranded: { count: 0 } });
    expect(moved.world.write(primary)).toBeNull();
    expect(Object.values(await moved.world.services.look(primary)).map(({ desired }) => desired)).toEqual([0, 0]);
  });

  it('is told about once', async () => {
    await moved.round();
    const first = await moved.news();
    await moved.world.clock.advance(5_000);
    await moved.round();
    expect(await moved.news()).toEqual(first);
    expect(moved.fences()).toBe(2);
  });

  it('is fenced although it refuses to stop its services', async () => {
    moved.world.freeze(primary);
    await moved.round();
    expect(await moved.news()).not.toBeNull();
  });

  it.each([new Refused('Commit timestamps are off.'), new Unavailable('canceling statement due to statement timeout')])(
    'is fenced although its writes cannot be counted, which is said: %s',
    async (why) => {
      moved.world.fail('agent', 'stranded', 'always', why);
      await moved.round();
      const says = `${primary} answered again and was fenced; its writes that are not in ${dr} could not be counted: ${why.message}`;
      expect(await moved.news()).toMatchObject({ stranded: null, says });
    },
  );

  it('is not said to have kept nothing where dr.yml names no tables to compare', async () => {
    const { shop } = moved.stage.config.applications;
    if (shop === undefined) throw new Error('There is no shop.');
    const applications = { shop: { ...shop, database: { ...shop.database, audit: [] } } };
    await reconcile({ ...moved.stage, config: { ...moved.stage.config, applications } });
    const says = expect.stringContaining('could not be counted: dr.yml names no tables to compare');
    expect(await moved.news()).toMatchObject({ stranded: null, says });
  });

  it('says that it is at least so many where not everything was compared', async () => {
    const stranded = async (): Promise<StrandedWrites> => ({ count: 7, keys: [], isPartial: true });
    await moved.round({ agent: { ...moved.world.agent, stranded } });
    expect((await moved.news())?.says).toContain(`at least 7 of its writes are not in ${dr}`);
  });

  it('is not called fenced while a session is left', async () => {
    const { agent } = moved.world;
    const fence: typeof agent.fence = async (region) => ({ ...(await agent.fence(region)), writerSessions: 1 });
    await moved.round({ agent: { ...agent, fence } });
    expect(await moved.news()).toBeNull();
    expect(await hasOpenFence(moved.stage)).toBe(true);
  });

  it('is asked to compare from a minute before the newest commit that the target kept', async () => {
    const kept = Number((await rowOf('settle'))?.evidence.lastCommitAt);
    const asked: unknown[] = [];
    const none: StrandedWrites = { count: 0, keys: [] };
    const stranded = async (...args: unknown[]) => {
      asked.push(...args);
      return none;
    };
    await moved.round({ agent: { ...moved.world.agent, stranded } });
    expect(asked).toEqual([primary, dr, kept - 60_000]);
  });
});

describe('a source that fenced itself while nobody could reach it', () => {
  /** Its copy of the record goes on, and the platform's line to it does not. */
  async function fencedItself() {
    const { world } = moved;
    const mend = (['observe', 'fence'] as const).map((method) => world.fail('agent', method, 'always', away));
    world.heal(primary);
    const openedAt = (await rowOf('open-target'))?.endedAt ?? 0;
    const last = world.write(primary);
    await world.clock.advance(world.regions.timing.wake);
    expect(world.write(primary)).toBeNull();
    const fencedAt = world.clock.now();
    await world.clock.advance(3_600_000);
    await moved.round();
    expect(await moved.news()).toBeNull();
    for (const done of mend) done();
    return { openedAt, fencedAt, last };
  }
  const away = new Unavailable('The line is dead.');

  it('is recorded as fenced when it did that, by itself, and what it kept is counted', async () => {
    const { openedAt, fencedAt, last } = await fencedItself();
    await moved.round();
    expect(await moved.news()).toMatchObject({
      fencedAt,
      bothWritableMs: fencedAt - openedAt,
      stranded: { count: 1, keys: [last] },
      says: expect.stringContaining(`${primary} had fenced itself when it answered again; 1 of its writes`),
    });
    expect(await hasOpenFence(moved.stage)).toBe(false);
  });

  it('is fenced anew, and so recorded, where somebody opened it again', async () => {
    const { fencedAt } = await fencedItself();
    await moved.world.agent.open(primary);
    await moved.round();
    const news = await moved.news();
    expect(news?.says).toContain(`${primary} answered again and was fenced`);
    expect(news?.fencedAt).toBeGreaterThan(fencedAt);
    expect(moved.world.write(primary)).toBeNull();
  });
});

describe('a source is left alone', () => {
  const untouched = async (other: Partial<World> = {}) => {
    await moved.round(other);
    expect(moved.fences()).toBe(0);
    expect(await moved.news()).toBeNull();
  };

  it('while it is out of reach, and the next round looks again', async () => {
    await moved.round();
    expect(await moved.news()).toBeNull();
    expect(await hasOpenFence(moved.stage)).toBe(true);
    moved.world.heal(primary);
    await moved.round();
    expect(await hasOpenFence(moved.stage)).toBe(false);
  });

  it('when the target follows somebody again', async () => {
    moved.world.heal(primary);
    moved.world.regions.region(dr).server.replicaOf = primary;
    await untouched();
  });

  it('when the writers of the target are locked out', async () => {
    moved.world.heal(primary);
    const { agent } = moved.world;
    const observe: typeof agent.observe = async (region) => ({
      ...(await agent.observe(region)),
      writersMayLogin: region !== dr,
    });
    await untouched({ agent: { ...agent, observe } });
  });

  it('when people sent the users home', async () => {
    moved.world.heal(primary);
    await moved.world.traffic.shift(primary, { run: 'DR-0', epoch: 0 });
    await moved.world.clock.advance(2 * moved.world.regions.timing.check);
    await moved.world.traffic.look();
    await untouched();
  });

  it('when the target is silent', async () => {
    moved.world.heal(primary);
    moved.world.kill(dr);
    await untouched();
  });

  it('when it was fenced during the move, or nothing was ever moved', async () => {
    const rehearsal = rehearse();
    await reconcile(rehearsal.stage);
    expect(await hasOpenFence(rehearsal.stage)).toBe(false);
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked, amir);
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    const fences = callsOf(rehearsal, 'agent', 'fence');
    await reconcile(rehearsal.stage);
    expect(callsOf(rehearsal, 'agent', 'fence')).toBe(fences);
    expect(await hasOpenFence(rehearsal.stage)).toBe(false);
  });
});

describe('a flag that could not be written during the move', () => {
  const flags = async () => (await moved.world.traffic.look()).flags;
  beforeEach(async () => {
    moved = await failedOver(({ world }) => world.loseFlag('dr'));
    moved.world.restoreFlag('dr');
    expect(await flags()).toEqual({ dr: 'absent', control: 'present' });
  });

  it('is written when it can be, although the source is still away', async () => {
    await moved.round();
    expect(await flags()).toEqual({ dr: 'present', control: 'present' });
  });

  it('that still cannot be written does not keep the source from being fenced', async () => {
    moved.world.heal(primary);
    moved.world.fail('traffic', 'shift', 'always', new Refused('Access to the flag bucket is denied.'));
    await moved.round();
    expect(await moved.news()).not.toBeNull();
  });

  it('is none where users are moved by records: nothing is changed again', async () => {
    const { traffic } = moved.world;
    const shifts: unknown[] = [];
    const look = async () => ({ ...(await traffic.look()), flags: null });
    await moved.round({ traffic: { look, shift: async (...args) => void shifts.push(args) } });
    expect(shifts).toEqual([]);
  });

  it('is left to a run that is under way in that direction', async () => {
    const { records, id } = moved;
    const { epoch } = (await moved.recovery.view(id)).run;
    const look = records.claims.look;
    const claims = { ...records.claims, look: async (shop: string) => ({ ...(await look(shop)), run: id, epoch }) };
    await reconcile({ ...moved.stage, records: { ...records, claims } });
    expect((await flags())?.dr).toBe('absent');
  });

  it('is left alone when people made another Region the writer', async () => {
    await moved.world.agent.fence(dr);
    await moved.round();
    expect((await flags())?.dr).toBe('absent');
  });
});

it('an error that nobody expected is not swallowed, and silence is', async () => {
  const { fail } = moved.world;
  const mend = fail('traffic', 'look', 'always', new Unavailable('DNS does not answer.'));
  await moved.round();
  mend();
  fail('traffic', 'look', 'always', new TypeError('undefined is not a function'));
  await expect(moved.round()).rejects.toThrow('undefined is not a function');
});
