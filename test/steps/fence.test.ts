import { beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { gather } from '../../orchestrator/gather.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Observation, World } from '../../orchestrator/ports/world.ts';
import { fence, isFenced } from '../../orchestrator/steps/fence.ts';
import { amir, dr, primary, shop } from '../scenarios/rehearsal.ts';
import { begun, callsOf, ended, makeSetting, refusing, type Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
});

/** A source whose successive looks, the fence's own among them, find what is listed. */
function finding(world: World, ...changes: readonly Partial<Observation>[]): World {
  const left = [...changes];
  const next = async (seen: Promise<Observation>): Promise<Observation> => ({ ...(await seen), ...left.shift() });
  const { agent } = world;
  return {
    ...world,
    agent: { ...agent, fence: (region) => next(agent.fence(region)), observe: (region) => next(agent.observe(region)) },
  };
}

const capacityOf = async (region: string) =>
  Object.values(await setting.world.services.look(region)).map(({ min, desired }) => [min, desired]);

describe('a source', () => {
  const none = { writersMayLogin: false, writerSessions: 0, preparedTransactions: 0 };
  it.each([
    ['is fenced without login, session and prepared transaction', none, true],
    ['is not fenced while writers may log in', { ...none, writersMayLogin: true }, false],
    ['is not fenced while a session of a writer is open', { ...none, writerSessions: 1 }, false],
    ['is not fenced while a writer has a prepared transaction', { ...none, preparedTransactions: 1 }, false],
  ])('%s', async (_, seen, expected) => {
    expect(isFenced({ ...(await setting.world.agent.observe(primary)), ...seen })).toBe(expected);
  });
});

describe('fencing', () => {
  beforeEach(async () => {
    await setting.freeze();
  });

  it('locks the writers out of the source and stops its services', async () => {
    expect(await fence.ask(await setting.scene())).toMatchObject({
      status: 'done',
      evidence: { outcome: 'fenced', at: setting.world.clock.now(), services: 'scaled to zero' },
    });
    expect(setting.world.write(primary)).toBeNull();
    expect(await capacityOf(primary)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('changes the source once, and looks once more before it is sure', async () => {
    const before = callsOf(setting, 'agent', 'observe');
    await fence.ask(await setting.scene());
    expect([callsOf(setting, 'agent', 'fence'), callsOf(setting, 'agent', 'observe') - before]).toEqual([1, 1]);
  });

  it.each([
    ['a session in the first look only', [{ writerSessions: 1 }, {}]],
    ['a session in the second look only', [{}, { writerSessions: 2 }]],
    ['a prepared transaction in the first look only', [{ preparedTransactions: 1 }, {}]],
    ['a prepared transaction in the second look only', [{}, { preparedTransactions: 1 }]],
    ['writers that may log in again by the second look', [{}, { writersMayLogin: true }]],
  ])('goes on, with the services as they are, after %s', async (_, looks) => {
    const before = await capacityOf(primary);
    const world = finding(setting.world, ...looks);
    expect((await fence.ask(await setting.scene({ world }))).status).toBe('working');
    expect(await capacityOf(primary)).toEqual(before);
  });

  it('waits for a prepared transaction until somebody ends it', async () => {
    const { prepared } = setting.world.regions.region(primary).server;
    prepared.add(Symbol('of an application'));
    expect((await fence.ask(await setting.scene())).status).toBe('working');
    prepared.clear();
    expect((await fence.ask(await setting.scene())).status).toBe('done');
  });

  it('holds although the source refuses to stop its services', async () => {
    setting.world.freeze(primary);
    const answer = await fence.ask(await setting.scene());
    expect(answer).toMatchObject({ status: 'done', evidence: { outcome: 'fenced' } });
    expect(JSON.stringify(answer)).toContain('carries out no changes');
  });

  it('is an error, at once, where the agent is refused', async () => {
    setting.world.fail('agent', 'fence', 'always', new Refused('The agent may not do that.'));
    await expect(fence.ask(await setting.scene({ elapsedMs: 60_000 }))).rejects.toThrow('may not do that');
  });
});

it('leaves services alone whose capacity nobody could give back', async () => {
  await setting.freeze({ capacity: {} });
  expect(await fence.ask(await setting.scene())).toMatchObject({
    status: 'done',
    evidence: { services: 'left as they are: their capacity was not known' },
  });
  expect(await capacityOf(primary)).toEqual([
    [2, 2],
    [2, 2],
  ]);
});

describe('a source that does not answer', () => {
  const GIVE_UP = 10_000;

  it.each([0, GIVE_UP - 1])('is tried again after %i ms, although everybody accepted it', async (elapsedMs) => {
    setting.world.kill(primary);
    await setting.freeze();
    await setting.approved();
    expect((await fence.ask(await setting.scene({ elapsedMs }))).status).toBe('working');
  });

  it('is given up in the end when approvers accepted it, and they are named', async () => {
    setting.world.kill(primary);
    await setting.freeze();
    await setting.approved();
    await setting.records.sightings.record('shop', { region: primary, lastAnsweredAt: 5, missedAt: 7, downSince: null });
    expect(await fence.ask(await setting.scene({ elapsedMs: GIVE_UP }))).toMatchObject({
      status: 'done',
      evidence: { outcome: 'unreachable', acceptedBy: [amir.id], silentSince: 7 },
    });
  });

  it('is given up as well when it refuses, as it did at approval', async () => {
    const world = refusing(setting.world, primary);
    await setting.freeze({
      source: (await gather({ world, records: setting.records, application: shop, plan: plans.failover }, setting.run)).source,
    });
    await setting.approved();
    expect((await fence.ask({ ...(await setting.scene()), world })).status).toBe('working');
    expect(await fence.ask({ ...(await setting.scene({ elapsedMs: GIVE_UP })), world })).toMatchObject({
      status: 'done',
      evidence: { outcome: 'unreachable', acceptedBy: [amir.id] },
    });
  });

  it('that refuses only since its approval is no reason to go on: people are asked', async () => {
    await setting.freeze();
    await setting.approved();
    const world = refusing(setting.world, primary);
    await expect(fence.ask({ ...(await setting.scene({ elapsedMs: GIVE_UP })), world })).rejects.toThrow(Refused);
  });

  it('is not given up when it answered at approval: people are asked', async () => {
    await setting.freeze();
    await setting.approved();
    setting.world.kill(primary);
    expect((await fence.ask(await setting.scene({ elapsedMs: GIVE_UP - 1 }))).status).toBe('working');
    expect(await fence.ask(await setting.scene({ elapsedMs: GIVE_UP }))).toMatchObject({ status: 'failed', error: 'TimedOut' });
  });
});

describe('taking the fence back', () => {
  const undo = async (elapsedMs = 0) => fence.undo?.(await setting.scene({ elapsedMs }));
  beforeEach(async () => {
    await setting.freeze();
    await fence.ask(await setting.scene());
  });

  it('gives the services back what they had at the fence, not what preflight saw', async () => {
    await undo();
    await setting.world.services.scale(primary, 'frontend', { min: 2, desired: 5 });
    const at = await fence.ask(await setting.scene());
    const again = await fence.ask(await setting.scene());
    expect(again).toMatchObject({ evidence: { capacity: { frontend: { min: 2, desired: 2 } } } });
    await setting.say(begun('fence'), ended('fence', at.status === 'done' ? at.evidence : {}));
    await undo();
    expect(await capacityOf(primary)).toEqual([
      [2, 5],
      [2, 2],
    ]);
  });

  it('gives the services the room to grow that they have where they are used', async () => {
    const scene = await setting.scene();
    const wide = { primary: { min: 2, max: 20 }, dr: { min: 1, max: 4 } };
    const application = { ...scene.application, services: { ...scene.application.services, frontend: wide } };
    await fence.undo?.({ ...scene, application });
    expect((await setting.world.services.look(primary)).frontend?.max).toBe(20);
  });

  it('leaves services alone that a planned move has not stopped', async () => {
    await undo();
    const changed = { plan: plans.switchover };
    await fence.ask(await setting.scene(changed));
    const calls = callsOf(setting, 'services', 'scale');
    expect(await fence.undo?.(await setting.scene(changed))).toMatchObject({ status: 'done' });
    expect(callsOf(setting, 'services', 'scale')).toBe(calls);
  });

  it('leaves services alone that nobody could reach to stop', async () => {
    await setting.say(begun('fence'), ended('fence', { outcome: 'unreachable' }));
    const calls = callsOf(setting, 'services', 'scale');
    await undo();
    expect(callsOf(setting, 'services', 'scale')).toBe(calls);
  });

  it('lets the writers in again and gives the services their capacity', async () => {
    expect(await undo()).toMatchObject({ status: 'done' });
    expect(setting.world.write(primary)).not.toBeNull();
    expect(await capacityOf(primary)).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  it('is refused when the target is promoted, and nobody is let in', async () => {
    await setting.world.database.promote(dr);
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    expect(await undo()).toMatchObject({ status: 'failed', error: 'Refused' });
    expect(setting.world.write(primary)).toBeNull();
    expect(callsOf(setting, 'agent', 'open')).toBe(0);
  });

  it('does not wait for a target that is silent', async () => {
    setting.world.kill(dr);
    expect(await undo()).toMatchObject({ status: 'done' });
    expect(setting.world.write(primary)).not.toBeNull();
  });

  it('keeps trying a source that is silent, and says that its writers may be locked out', async () => {
    setting.world.cutOff(primary);
    expect(await undo(600_000)).toMatchObject({ status: 'working', why: expect.stringContaining('locked out') });
  });
});
