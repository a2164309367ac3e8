import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { aQuestion, aRun } from '../contracts/samples.ts';
import { amir, dr, primary, rehearse, rosa } from '../scenarios/rehearsal.ts';
import { begun, callsOf, makeSetting } from './setting.ts';

/** A platform whose state machines are only watched: what was started, what was woken, and what state they say they are in. */
function watched<P extends Pick<ReturnType<typeof rehearse>, 'stage'>>(platform: P, state: 'absent' | 'running' | 'ended') {
  const started: string[] = [];
  const woken: string[] = [];
  const stage = {
    ...platform.stage,
    workflow: {
      start: async ({ id }: Run) => void started.push(id),
      complete: async (token: string) => void woken.push(token),
      state: async () => state,
    },
  };
  return { ...platform, stage, started, woken };
}

describe('a claim with no run behind it', () => {
  const claimed = async () => {
    const platform = watched(rehearse(), 'running');
    const { run: id, epoch } = await platform.records.claims.take('shop', platform.stage.now());
    return { ...platform, run: aRun({ id, epoch, application: 'shop', from: primary, requestedBy: rosa }) };
  };

  it('is kept while its run may still be on the way, and released when it is not', async () => {
    const { records, stage, world } = await claimed();
    await sweep(stage);
    await world.clock.advance(10_000);
    await sweep(stage);
    expect((await records.claims.look('shop')).run).not.toBeNull();
    await world.clock.advance(1);
    await sweep(stage);
    expect((await records.claims.look('shop')).run).toBeNull();
  });

  it('gets the run that was requested, begun and started after all', async () => {
    const { records, stage, world, run, started } = await claimed();
    await records.journal.append(run.id, 1, { kind: 'requested', run });
    await world.clock.advance(60_000);
    const told: unknown[] = [];
    await sweep(stage, (message, of) => void told.push([message, of]));
    expect(told).toContainEqual(['A run that a crash cut short was begun.', { run: run.id, application: 'shop' }]);
    expect(await records.journal.open()).toEqual([run]);
    expect(started).toEqual([run.id]);
    expect((await records.claims.look('shop')).run).toBe(run.id);
  });

  it('is none where the run is there: it is left alone', async () => {
    const { records, stage, world, run, started } = await claimed();
    await records.journal.append(run.id, 1, { kind: 'requested', run });
    await records.journal.begin(run);
    await world.clock.advance(60_000);
    await sweep(stage);
    expect((await records.claims.look('shop')).run).toBe(run.id);
    expect(started).toEqual([]);
  });

  it('of nobody is left alone', async () => {
    const { stage, records } = watched(rehearse(), 'running');
    await sweep(stage);
    expect(await records.claims.look('shop')).toMatchObject({ run: null, epoch: 0 });
  });
});

describe('an open run', () => {
  let setting: Awaited<ReturnType<typeof makeSetting>>;
  beforeEach(async () => {
    setting = await makeSetting();
  });
  const stopped = (kind: 'abort' | 'stop') => {
    const { id, epoch } = setting.run;
    return setting.records.claims.stop({ application: 'shop', run: id, epoch }, { kind, by: rosa.id, at: 1 });
  };
  const ask = async (changes: Parameters<typeof aQuestion>[0] = {}) => {
    await setting.records.questions.ask(aQuestion({ run: setting.run.id, expiresAt: null, ...changes }));
    await setting.records.questions.attach(setting.run.id, changes.id ?? 'approval.1', 'a token');
  };
  const outcome = async () => (await setting.records.questions.get(setting.run.id, 'approval.1'))?.outcome;

  it('whose state machine never started is started', async () => {
    const { stage, started } = watched(setting, 'absent');
    await sweep(stage);
    expect(started).toEqual([setting.run.id]);
  });

  it('whose state machine runs is left to it', async () => {
    const { stage, started, woken } = watched(setting, 'running');
    await ask();
    await sweep(stage);
    expect([started, woken]).toEqual([[], []]);
    expect(await outcome()).toBeNull();
    expect(await setting.records.journal.open()).toHaveLength(1);
  });

  it('whose state machine has ended is taken back, closed and released', async () => {
    await setting.freeze();
    await setting.say({ kind: 'started', row: 'fence', undo: false });
    await setting.world.agent.fence(primary);
    await sweep(watched(setting, 'ended').stage);
    expect(setting.world.write(primary)).not.toBeNull();
    expect((await setting.recovery.view(setting.run.id)).closed).toMatchObject({ result: 'aborted', left: [] });
    expect(await setting.records.journal.open()).toEqual([]);
    expect((await setting.records.claims.look('shop')).run).toBeNull();
  });

  it('whose state machine has ended stays open, and keeps its claim, until what was done is taken back', async () => {
    const { freeze, say, world, run, records } = setting;
    const { stage } = watched(setting, 'ended');
    await freeze();
    await say(begun('fence'));
    await world.agent.fence(primary);
    world.cutOff(primary);
    await sweep(stage);
    expect(await records.journal.open()).toEqual([run]);
    expect((await records.claims.look('shop')).run).toBe(run.id);
    world.heal(primary);
    await sweep(stage);
    expect(world.write(primary)).not.toBeNull();
    expect((await setting.recovery.view(run.id)).closed).toMatchObject({ result: 'aborted', left: [] });
  });

  it('whose state machine ended past the point of no return is closed with nothing taken back', async () => {
    await setting.freeze();
    await setting.say({ kind: 'started', row: 'fence', undo: false }, { kind: 'point-of-no-return', row: 'promote' });
    const { id, epoch } = setting.run;
    await setting.records.claims.passPointOfNoReturn({ application: 'shop', run: id, epoch }, dr, 1);
    await setting.world.agent.fence(primary);
    await sweep(watched(setting, 'ended').stage);
    expect(callsOf(setting, 'agent', 'open')).toBe(0);
    expect((await setting.recovery.view(id)).closed?.result).toBe('stopped');
  });

  it.each(['abort', 'stop'] as const)('that was told to %s is asked nothing more, and is woken', async (kind) => {
    const { stage, woken } = watched(setting, 'running');
    await ask();
    await stopped(kind);
    await sweep(stage);
    expect(await outcome()).toBe('cancelled');
    expect(woken).toEqual(['a token']);
    await sweep(stage);
    expect(woken).toEqual(['a token']);
  });

  it('is woken by votes that nobody has counted yet', async () => {
    const { stage, woken } = watched(setting, 'running');
    await ask();
    await setting.records.questions.vote(setting.run.id, 'approval.1', 'a1b2', { by: amir, verdict: 'approve', at: 1 });
    await sweep(stage);
    expect(await outcome()).toBe('approved');
    expect(woken).toEqual(['a token']);
  });

  it('is woken when time runs out', async () => {
    const { stage, woken } = watched(setting, 'running');
    await ask({ expiresAt: stage.now() + 1_000 });
    await sweep(stage);
    expect(await outcome()).toBeNull();
    await setting.world.clock.advance(1_000);
    await sweep(stage);
    expect(await outcome()).toBe('expired');
    expect(woken).toEqual(['a token']);
  });

  it('is mended although another one cannot be', async () => {
    const other = aRun({ application: 'shop', epoch: 0 });
    await setting.records.journal.begin(other);
    const { stage, started } = watched(setting, 'absent');
    const state = async (run: Run) => {
      if (run.id === other.id) throw new Unavailable('Step Functions does not answer.');
      return 'absent' as const;
    };
    await expect(sweep({ ...stage, workflow: { ...stage.workflow, state } })).rejects.toThrow('does not answer');
    expect(started).toEqual([setting.run.id]);
  });
});
