import { beforeEach, describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { ProbeReading, TrafficStatus, World } from '../../orchestrator/ports/world.ts';
import { fence } from '../../orchestrator/steps/fence.ts';
import { openTarget } from '../../orchestrator/steps/open-target.ts';
import { scale } from '../../orchestrator/steps/scale.ts';
import { shiftTraffic } from '../../orchestrator/steps/shift-traffic.ts';
import { verifyDns } from '../../orchestrator/steps/verify-dns.ts';
import { verifyTarget } from '../../orchestrator/steps/verify-target.ts';
import { dr, primary } from '../scenarios/rehearsal.ts';
import { callsOf, makeSetting, type Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
});

describe('opening the target', () => {
  beforeEach(async () => {
    await setting.freeze();
    await fence.ask(await setting.scene());
    await setting.world.clock.advance(1_000);
  });

  it('waits, and opens nothing, while the target is in recovery', async () => {
    expect((await openTarget.ask(await setting.scene())).status).toBe('working');
    expect(callsOf(setting, 'agent', 'open')).toBe(0);
  });

  it('gives the writers the login back that the target inherited without', async () => {
    await setting.world.database.promote(dr);
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    expect(setting.world.write(dr)).toBeNull();
    expect((await openTarget.ask(await setting.scene())).status).toBe('done');
    expect(setting.world.write(dr)).not.toBeNull();
  });

  it('leaves the marker of its run in the target before any writer gets in', async () => {
    await setting.world.database.promote(dr);
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    setting.world.fail('agent', 'open', 'once', new Unavailable('The agent was cut short.'));
    await expect(openTarget.ask(await setting.scene())).rejects.toThrow(Unavailable);
    const { id: run, epoch } = setting.run;
    expect(await setting.world.agent.observe(dr)).toMatchObject({ writersMayLogin: false, marker: { run, epoch } });
  });

  it('lets the writers in although the marker is refused, and says that it is missing', async () => {
    await setting.world.database.promote(dr);
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    setting.world.fail('agent', 'mark', 'always', new Refused('The database refuses: permission denied for table marker.'));
    expect(await openTarget.ask(await setting.scene())).toMatchObject({
      status: 'done',
      says: expect.stringMatching(/no marker of this run: .*permission denied/),
    });
    expect(setting.world.write(dr)).not.toBeNull();
  });

  it('goes on while writers still cannot log in', async () => {
    await setting.world.database.promote(dr);
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    const { agent } = setting.world;
    const world: World = {
      ...setting.world,
      agent: { ...agent, open: async (region) => ({ ...(await agent.open(region)), writersMayLogin: false }) },
    };
    expect((await openTarget.ask(await setting.scene({ world }))).status).toBe('working');
  });
});

describe('scaling the target', () => {
  const capacities = async () =>
    Object.fromEntries(
      Object.entries(await setting.world.services.look(dr)).map(([service, { min, desired }]) => [service, [min, desired]]),
    );

  it('gives each service what the source had when the facts were frozen, minimum and all', async () => {
    await setting.world.services.scale(primary, 'frontend', { min: 3, desired: 5 });
    await setting.freeze();
    expect((await scale.ask(await setting.scene())).status).toBe('working');
    expect(await capacities()).toEqual({ frontend: [5, 5], backend: [2, 2] });
  });

  it('is done when as many tasks are healthy, and not before', async () => {
    await setting.freeze();
    await scale.ask(await setting.scene());
    expect((await scale.ask(await setting.scene())).status).toBe('working');
    await setting.world.clock.advance(setting.world.regions.timing.healthyTask);
    expect((await scale.ask(await setting.scene())).status).toBe('done');
  });

  it('takes nothing from a target that has more', async () => {
    await setting.world.services.scale(dr, 'frontend', { min: 4, desired: 7 });
    await setting.freeze();
    await scale.ask(await setting.scene());
    expect(await capacities()).toEqual({ frontend: [4, 7], backend: [2, 2] });
  });

  it('raises a minimum that would let autoscaling shrink the target again', async () => {
    await setting.world.services.scale(dr, 'frontend', { min: 1, desired: 2 });
    await setting.freeze();
    await scale.ask(await setting.scene());
    expect((await capacities()).frontend).toEqual([2, 2]);
  });

  it('gives a target room to grow as the Region that is used, also where it has enough tasks, and takes it back', async () => {
    await setting.world.services.scale(dr, 'frontend', { min: 2, desired: 2, max: 4 });
    const roomNow = async () => (await setting.world.services.look(dr)).frontend?.max;
    await setting.freeze();
    const scene = await setting.scene();
    const narrow = { primary: { min: 2, max: 20 }, dr: { min: 1, max: 4 } };
    const application = { ...scene.application, services: { ...scene.application.services, frontend: narrow } };
    await scale.ask({ ...scene, application });
    expect(await roomNow()).toBe(20);
    await scale.undo?.({ ...scene, application });
    expect(await roomNow()).toBe(4);
  });

  it('is taken back to the capacity of before', async () => {
    await setting.world.services.scale(dr, 'backend', { min: 1, desired: 2 });
    const before = await capacities();
    await setting.freeze();
    await scale.ask(await setting.scene());
    expect(await capacities()).not.toEqual(before);
    expect(await scale.undo?.(await setting.scene())).toMatchObject({ status: 'done' });
    expect(await capacities()).toEqual(before);
  });

  it('is not taken back to a capacity that nobody knows', async () => {
    await setting.freeze({ capacity: {} });
    await scale.ask(await setting.scene());
    const now = await capacities();
    expect(await scale.undo?.(await setting.scene())).toMatchObject({ status: 'failed', error: 'Refused' });
    expect(await capacities()).toEqual(now);
  });
});

describe('verifying', () => {
  const works: ProbeReading = { region: dr, readOk: true, writeOk: true };
  const readings: readonly [status: string, what: string, reading: ProbeReading][] = [
    ['done', 'the target reads and writes', works],
    ['working', 'the other Region answers', { ...works, region: primary }],
    ['working', 'reading fails', { ...works, readOk: false }],
    ['working', 'writing fails', { ...works, writeOk: false }],
    ['working', 'both fail', { ...works, readOk: false, writeOk: false }],
  ];
  const probed = (reading: ProbeReading): World => ({
    ...setting.world,
    probe: { throughBalancer: async () => reading, throughDomain: async () => reading },
  });

  it.each(readings)('through the balancer is %s when %s', async (status, _, reading) => {
    expect((await verifyTarget.ask(await setting.scene({ world: probed(reading) }))).status).toBe(status);
  });

  it.each(readings)('through the domain is %s when %s', async (status, _, reading) => {
    expect((await verifyDns.ask(await setting.scene({ world: probed(reading) }))).status).toBe(status);
  });

  it('asks the balancer of the target', async () => {
    await verifyTarget.ask(await setting.scene());
    expect(setting.world.calls.filter(({ port }) => port === 'probe')).toMatchObject([{ args: [dr] }]);
  });
});

describe('shifting traffic', () => {
  const both = { dr: 'present', control: 'present' } as const;
  const none = { dr: 'absent', control: 'absent' } as const;
  const looks: readonly [what: string, to: string, seen: TrafficStatus, status: string][] = [
    ['to the DR Region is done when DNS answers it and both flags are there', dr, { answers: dr, flags: both }, 'done'],
    ['is done with one flag out of reach', dr, { answers: dr, flags: { ...both, control: 'unreachable' } }, 'done'],
    ['goes on while a flag is missing', dr, { answers: dr, flags: { ...both, dr: 'absent' } }, 'working'],
    ['goes on while DNS answers the source', dr, { answers: primary, flags: both }, 'working'],
    ['goes on while DNS answers nothing', dr, { answers: null, flags: both }, 'working'],
    ['home is done when both flags are gone', primary, { answers: primary, flags: none }, 'done'],
    ['by records, which have no flags, is done when DNS answers the target', dr, { answers: dr, flags: null }, 'done'],
    ['by records goes on while DNS answers nothing, as a change spreads', dr, { answers: null, flags: null }, 'working'],
    ['home goes on while a flag is left', primary, { answers: primary, flags: { ...none, dr: 'present' } }, 'working'],
  ];
  it.each(looks)('%s', async (_, to, seen, status) => {
    const { traffic } = setting.world;
    const shifts: unknown[] = [];
    const world = {
      ...setting.world,
      traffic: { ...traffic, look: async () => seen, shift: async (...args: unknown[]) => void shifts.push(args) },
    };
    const run = { ...setting.run, to, from: to === dr ? primary : dr };
    expect((await shiftTraffic.ask(await setting.scene({ world, run }))).status).toBe(status);
    expect(shifts).toEqual(status === 'done' ? [] : [[to, { run: run.id, epoch: run.epoch }]]);
  });

  const left: readonly [to: string, seen: TrafficStatus][] = [
    [dr, { answers: dr, flags: { ...both, dr: 'absent' } }],
    [primary, { answers: primary, flags: { ...none, dr: 'present' } }],
  ];
  it.each(left)(
    'to %s leaves a flag that cannot be changed to the reconciler, once every check has had its time',
    async (to, seen) => {
      const world = { ...setting.world, traffic: { look: async () => seen, shift: async () => undefined } };
      const run = { ...setting.run, to, from: to === dr ? primary : dr };
      const { config } = await setting.scene();
      const { checkInterval, checkFailures } = config.dns;
      const asked = async (checks: number) =>
        shiftTraffic.ask({ ...(await setting.scene({ world, run })), elapsedMs: checks * checkInterval });
      expect(await asked(checkFailures)).toMatchObject({ status: 'working', why: expect.stringContaining('a flag') });
      expect(await asked(checkFailures + 1)).toMatchObject({ status: 'done', says: expect.stringContaining('tried again') });
    },
  );

  it('is done some checks after the flags were written', async () => {
    expect((await shiftTraffic.ask(await setting.scene())).status).toBe('working');
    await setting.world.clock.advance(2 * setting.world.regions.timing.check);
    expect((await shiftTraffic.ask(await setting.scene())).status).toBe('done');
  });
});
