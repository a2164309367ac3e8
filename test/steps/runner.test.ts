import { beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../orchestrator/domain/entry.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { askRow } from '../../orchestrator/lambdas/runner.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { dr, primary, rosa } from '../scenarios/rehearsal.ts';
import { begun, callsOf, ended, makeSetting, type Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
  await setting.freeze();
});

const ask = (row: string, undo = false) => askRow(setting.stage, { run: setting.run.id, row, undo });
const holder = () => ({ application: 'shop', run: setting.run.id, epoch: setting.run.epoch });
const entriesOf = async (row: string): Promise<readonly Entry[]> =>
  (await setting.records.journal.read(setting.run.id)).filter((entry) => 'row' in entry && entry.row === row);
const kindsOf = async (row: string) => (await entriesOf(row)).map(({ kind }) => kind);

/** The platform with other records under the same run. */
const withRecords = (change: (records: Records) => Partial<Records>) => ({
  ...setting.stage,
  records: { ...setting.records, ...change(setting.records) },
});

describe('a step may act', () => {
  it('in the run that holds the claim', async () => {
    expect((await ask('fence')).status).toBe('done');
    expect(await kindsOf('fence')).toEqual(['started', 'done']);
  });

  it('not in a run that another run took over from', async () => {
    await setting.records.claims.release(holder());
    await setting.records.claims.take('shop', 2);
    expect((await ask('fence')).status).toBe('cancelled');
    expect(callsOf(setting, 'agent', 'fence')).toBe(0);
  });

  it('not in a run whose epoch is over', async () => {
    const stage = withRecords(({ claims }) => ({
      claims: { ...claims, look: async (id) => ({ ...(await claims.look(id)), epoch: setting.run.epoch + 1 }) },
    }));
    expect((await askRow(stage, { run: setting.run.id, row: 'fence', undo: false })).status).toBe('cancelled');
    expect(callsOf(setting, 'agent', 'fence')).toBe(0);
  });

  it.each(['abort', 'stop'] as const)('not after an %s, and who did it is named', async (kind) => {
    await setting.records.claims.stop(holder(), { kind, by: rosa.id, at: 1 });
    expect(await ask('fence')).toMatchObject({ status: 'cancelled', why: expect.stringContaining(rosa.id) });
    expect(callsOf(setting, 'agent', 'fence')).toBe(0);
  });

  it('not between two looks of one invocation, once it was aborted', async () => {
    setting.world.cutOff(primary);
    setting.world.clock.sleep(3_000).then(() => setting.records.claims.stop(holder(), { kind: 'abort', by: rosa.id, at: 1 }));
    expect((await ask('fence')).status).toBe('cancelled');
    setting.world.heal(primary);
    expect((await ask('fence')).status).toBe('cancelled');
    expect(setting.world.write(primary)).not.toBeNull();
  });
});

describe('what a row answered', () => {
  it('when it was done is answered from the journal, and the world is left alone', async () => {
    await setting.say(begun('fence'), ended('fence', { outcome: 'fenced' }));
    expect(await ask('fence')).toMatchObject({ status: 'done', says: 'fence is done.', evidence: { outcome: 'fenced' } });
    expect(callsOf(setting, 'agent', 'fence')).toBe(0);
  });

  it('when it failed stands until people choose retry', async () => {
    const mend = setting.world.fail('agent', 'fence', 'always', new Refused('The agent may not do that.'));
    const failure = { status: 'failed', error: 'Refused', why: 'The agent may not do that.' };
    expect(await ask('fence')).toEqual(failure);
    mend();
    expect(await ask('fence')).toEqual(failure);
    const question = { run: setting.run.id, id: 'fence.1', row: 'fence', kind: 'decision' } as const;
    const none = { hash: '', needed: 1, expiresAt: null, votes: [], outcome: null, askedAt: 1 };
    await setting.records.questions.ask({ ...question, ...none });
    expect(await ask('fence')).toEqual(failure);
    await setting.records.questions.settle(setting.run.id, 'fence.1', 'retry', 1);
    expect((await ask('fence')).status).toBe('done');
  });

  it('is written once when it is delivered twice at the same time', async () => {
    const answers = await Promise.all([ask('fence'), ask('fence')]);
    expect(answers.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(await kindsOf('fence')).toEqual(['started', 'done']);
  });

  it('first stands where a second delivery saw something else', async () => {
    const late = withRecords(({ journal }) => ({ journal: { ...journal, append: endsBefore(journal) } }));
    const answer = await askRow(late, { run: setting.run.id, row: 'fence', undo: false });
    expect(answer).toMatchObject({ status: 'done', evidence: { outcome: 'unreachable' } });
    expect(await kindsOf('fence')).toEqual(['started', 'done']);
  });

  /** Another delivery ends the row just before this one would. */
  function endsBefore(journal: Records['journal']): Records['journal']['append'] {
    const append = async (...[run, at, body, unless]: Parameters<typeof journal.append>) => {
      if (body.kind === 'done') await journal.append(run, at, ended('fence', { outcome: 'unreachable' }));
      return journal.append(run, at, body, unless);
    };
    return append as Records['journal']['append'];
  }
});

describe('a row that does not come to an end', () => {
  beforeEach(() => {
    setting.world.kill(dr);
  });

  it('answers that it works on, after one invocation, and says why once', async () => {
    const before = setting.world.clock.now();
    expect(await ask('verify-target')).toEqual({ status: 'working', why: `${dr} does not answer.` });
    expect(setting.world.clock.now() - before).toBe(setting.stage.pace.invocation);
    expect(await kindsOf('verify-target')).toEqual(['started', 'working']);
  });

  it('fails after its timeout, counted over all invocations from the first one', async () => {
    const before = setting.world.clock.now();
    const answers: string[] = [];
    while (answers.at(-1) !== 'failed') answers.push((await ask('verify-target')).status);
    expect(answers).toEqual([...Array(6).fill('working'), 'failed']);
    expect(setting.world.clock.now() - before).toBeGreaterThan(300_000);
    expect((await entriesOf('verify-target')).at(-1)).toMatchObject({ kind: 'failed', error: 'TimedOut' });
  });

  it('has all its time again when people chose retry', async () => {
    await setting.say(begun('verify-target'), {
      kind: 'failed',
      row: 'verify-target',
      undo: false,
      error: 'TimedOut',
      why: 'Late.',
    });
    const question = { run: setting.run.id, id: 'verify-target.1', row: 'verify-target', kind: 'decision' } as const;
    const retried = { hash: '', needed: 1, expiresAt: null, votes: [], outcome: 'retry', askedAt: 1 } as const;
    await setting.records.questions.ask({ ...question, ...retried });
    await setting.world.clock.advance(600_000);
    expect((await ask('verify-target')).status).toBe('working');
  });
});

describe('an error', () => {
  it('of records that do not answer means to come back later, not at once', async () => {
    const before = setting.world.clock.now();
    const stage = withRecords(({ claims }) => ({
      claims: { ...claims, look: () => Promise.reject(new Unavailable('The table does not answer.')) },
      journal: { ...setting.records.journal, read: () => Promise.reject(new Unavailable('The table does not answer.')) },
    }));
    const answer = await askRow(stage, { run: setting.run.id, row: 'fence', undo: false });
    expect(answer).toEqual({ status: 'working', why: 'The table does not answer.' });
    expect(setting.world.clock.now() - before).toBe(setting.stage.pace.poll.seconds);
  });

  it('of a world that does not answer is asked again in the same invocation', async () => {
    setting.world.fail('probe', 'throughDomain', 'once', new Unavailable('Nobody answers.'));
    await ask('verify-dns');
    expect((await entriesOf('verify-dns'))[1]).toMatchObject({ kind: 'working', why: 'Nobody answers.' });
    expect(callsOf(setting, 'probe', 'throughDomain')).toBeGreaterThan(1);
  });

  it('that nobody expected is a bug, and leaves the row underway', async () => {
    setting.world.fail('agent', 'fence', 'always', new TypeError('undefined is not a function'));
    await expect(ask('fence')).rejects.toThrow(TypeError);
    expect(await kindsOf('fence')).toEqual(['started']);
  });
});
