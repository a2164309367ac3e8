import { beforeEach, describe, expect, it } from 'vitest';
import type { DrillStatus, Drills } from '../../orchestrator/ports/drills.ts';
import type { InstanceStatus, World } from '../../orchestrator/ports/world.ts';
import { drillCopy } from '../../orchestrator/steps/drill-copy.ts';
import { drillServices } from '../../orchestrator/steps/drill-services.ts';
import { drillVerify } from '../../orchestrator/steps/drill-verify.ts';
import { drillVerifyRemoval } from '../../orchestrator/steps/drill-verify-removal.ts';
import { onCopy } from '../../orchestrator/steps/on-copy.ts';
import { CLOSE_BYTES } from '../../orchestrator/steps/ready.ts';
import { dr, primary } from '../scenarios/rehearsal.ts';
import { callsOf, makeSetting, type Setting, seeing } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting({ plan: 'drill' });
});

/** The same world, but drills are answered about as told. */
const drilling = (world: World, changes: Partial<Drills>): World => ({ ...world, drills: { ...world.drills, ...changes } });
const inWorld = (world: World) => setting.scene({ world });

describe('what verifies that a drill is removed', () => {
  const asked = async (world: World) => drillVerifyRemoval.ask(await inWorld(world));
  const leaving = (left: Partial<DrillStatus>) =>
    drilling(setting.world, { look: async () => ({ database: null, tasks: [], ...left }) });
  const standing = (changes: Partial<InstanceStatus>): World => {
    const status = async (region: string) => ({ ...(await setting.world.database.status(region)), ...changes });
    return { ...setting.world, database: { ...setting.world.database, status } };
  };

  it('is content where nothing is left and the standby follows as before', async () => {
    expect((await asked(setting.world)).status).toBe('done');
  });

  it.each([
    ['the copy', { database: { state: 'modifying', replicaOf: null } }, 'the copy of the database'],
    ['a task', { tasks: [{ service: 'backend', state: 'stopping' }] }, 'a task of backend'],
  ] satisfies [string, Partial<DrillStatus>, string][])('finds %s that is left', async (_, left, why) => {
    expect(await asked(leaving(left))).toMatchObject({ status: 'failed', why: expect.stringContaining(why) });
  });

  it('finds what has the tag of the run, whatever it is called, and leaves another run to its own', async () => {
    const tagged = (run: string) => drilling(setting.world, { leftovers: async () => [run] });
    expect(await asked(tagged(setting.run.id))).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('something with its tag'),
    });
    expect((await asked(tagged('DR-0'))).status).toBe('done');
  });

  it('finds a standby that was promoted, or that follows another', async () => {
    const why = expect.stringContaining(`${dr} does not replicate from ${primary} any more`);
    expect(await asked(seeing(setting.world, dr, { inRecovery: false }))).toMatchObject({ status: 'failed', why });
    expect(await asked(standing({ replicaOf: null }))).toMatchObject({ status: 'failed', why });
  });

  it('waits for the standby to be available where it was copied, and for no backup of its own where it was not', async () => {
    const why = expect.stringContaining('is backing-up');
    expect(await asked(standing({ state: 'backing-up' }))).toMatchObject({ status: 'working', why });
    setting = await makeSetting({ plan: 'restore-drill' });
    expect((await asked(standing({ state: 'backing-up' }))).status).toBe('done');
  });
});

describe('what verifies that a drill serves', () => {
  it.each([
    [true, true, 'done'],
    [false, true, 'working'],
    [true, false, 'working'],
  ])('reads and writes: %s, %s is %s', async (readOk, writeOk, status) => {
    const world = drilling(setting.world, { probe: async () => ({ region: dr, readOk, writeOk }) });
    expect((await drillVerify.ask(await inWorld(world))).status).toBe(status);
  });
});

describe('the tasks of a drill', () => {
  const asked = async (backend: DrillStatus['tasks']) => {
    const tasks: DrillStatus['tasks'] = [{ service: 'frontend', state: 'running' }, ...backend];
    let started = 0;
    const world = drilling(setting.world, { look: async () => ({ database: null, tasks }), start: async () => void started++ });
    const { status } = await drillServices.ask(await inWorld(world));
    return [status, started];
  };

  it('are there once all of them run, and are started again only where one is missing or ends', async () => {
    expect(await asked([{ service: 'backend', state: 'running' }])).toEqual(['done', 0]);
    expect(await asked([{ service: 'backend', state: 'starting' }])).toEqual(['working', 0]);
    expect(await asked([{ service: 'backend', state: 'stopping' }])).toEqual(['working', 1]);
    expect(await asked([])).toEqual(['working', 1]);
  });
});

describe('the copy of a drill', () => {
  beforeEach(async () => {
    const { world, run } = setting;
    await world.drills.copy({ region: dr, run: run.id });
    await world.clock.advance(world.regions.timing.copying);
  });
  const seen = async (changes: object) => {
    const observe: Drills['observe'] = async (drill) => ({ ...(await setting.world.drills.observe(drill)), ...changes });
    return drillCopy.ask(await inWorld(drilling(setting.world, { observe })));
  };

  it('is there once it follows closely, says how old its data is, and is asked for once', async () => {
    const lastCommitAt = setting.world.clock.now() - 7_000;
    expect(await seen({ lastCommitAt })).toMatchObject({ status: 'done', evidence: { dataAgeMs: 7_000 } });
    expect(callsOf(setting, 'drills', 'copy')).toBe(1);
  });

  it('is no rehearsal where somebody else promoted it', async () => {
    expect(await seen({ inRecovery: false })).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('Somebody else promoted the copy'),
    });
  });

  it('is waited for while it is further behind than a target may be, or nobody knows how far', async () => {
    const { world } = setting;
    const { replayedLsn } = await world.agent.observe(dr);
    const [high = '', low = ''] = (replayedLsn ?? '').split('/');
    const behind = (bytes: number) => `${high}/${(Number.parseInt(low, 16) - bytes).toString(16).toUpperCase()}`;
    expect((await seen({ replayedLsn: behind(CLOSE_BYTES) })).status).toBe('done');
    expect((await seen({ replayedLsn: behind(CLOSE_BYTES + 1) })).status).toBe('working');
    expect((await seen({ replayedLsn: null })).status).toBe('working');
  });
});

describe('a step of the real plan that is at work on a copy', () => {
  it('calls what it is given, and of the rest nothing', async () => {
    const opened = await setting.world.agent.observe(dr);
    const { world, run } = onCopy(await setting.scene(), { agent: { open: async () => opened } });
    expect(run.to).toBe(`${run.id}'s copy in ${dr}`);
    expect(await world.agent.open(dr)).toBe(opened);
    expect(() => world.agent.fence(primary)).toThrow('A drill has no part in fence.');
    expect(() => world.database.promote(dr)).toThrow('A drill has no part in promote.');
    expect(() => world.traffic.look()).toThrow('A drill has no part in look.');
    expect(setting.world.calls.map(({ method }) => method)).toEqual(['observe']);
  });
});
