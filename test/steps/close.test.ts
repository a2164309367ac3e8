import { beforeEach, describe, expect, it } from 'vitest';
import { closeRun } from '../../orchestrator/close.ts';
import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import type { Outcome } from '../../orchestrator/domain/question.ts';
import type { Result } from '../../orchestrator/domain/run.ts';
import { amir, dr, primary, rosa } from '../scenarios/rehearsal.ts';
import { begun, ended, makeSetting, type Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
});

const holder = () => ({ application: 'shop', run: setting.run.id, epoch: setting.run.epoch });
const close = async () => {
  await closeRun(setting.stage, setting.run.id);
  return (await setting.recovery.view(setting.run.id)).closed;
};
const stop = (kind: 'abort' | 'stop', by: string = rosa.id) => setting.records.claims.stop(holder(), { kind, by, at: 1 });
const asked = (outcome: Outcome): readonly EntryBody[] => [
  { kind: 'asked', question: 'approval.1', row: 'approval', needed: 1, expiresAt: null },
  { kind: 'decided', question: 'approval.1', row: 'approval', outcome, by: amir },
];
const takenBack = (row: string): EntryBody => ({ kind: 'done', row, undo: true, says: '', evidence: {} });
const past: EntryBody = { kind: 'point-of-no-return', row: 'promote' };

const asItWas = `shop is as it was, in ${primary}.`;

describe('a run ends', () => {
  const cases: readonly [title: string, story: () => Promise<unknown>, result: Result, says: string][] = [
    ['as succeeded once its record is there', () => setting.say(past, ended('record')), 'succeeded', `shop runs in ${dr}.`],
    [
      'as succeeded although somebody stopped it afterwards',
      async () => {
        await setting.say(past, ended('record'));
        await stop('stop');
      },
      'succeeded',
      `shop runs in ${dr}.`,
    ],
    ['as aborted', () => stop('abort'), 'aborted', asItWas],
    ['as stopped', () => stop('stop'), 'stopped', asItWas],
    ['as denied', () => setting.say(...asked('denied')), 'denied', asItWas],
    ['as expired', () => setting.say(...asked('expired')), 'expired', asItWas],
    ['as stopped where approval was given and nobody said more', () => setting.say(...asked('approved')), 'stopped', asItWas],
    [
      'as aborted where the approval was cancelled by that',
      async () => {
        await setting.say(...asked('cancelled'));
        await stop('abort');
      },
      'aborted',
      asItWas,
    ],
    ['as superseded where it lost its claim', () => setting.records.claims.release(holder()), 'superseded', asItWas],
  ];

  it.each(cases)('%s', async (_, story, result, says) => {
    await story();
    expect(await close()).toMatchObject({ result, says, left: [] });
    expect(await setting.records.journal.run(setting.run.id)).toMatchObject({ result });
    expect((await setting.records.claims.look('shop')).run).toBeNull();
  });

  it('as superseded without taking the claim from the run that holds it now', async () => {
    await setting.records.claims.release(holder());
    const { run } = await setting.records.claims.take('shop', 2);
    expect((await close())?.result).toBe('superseded');
    expect((await setting.records.claims.look('shop')).run).toBe(run);
  });

  it('once, with one sentence, however often it is closed', async () => {
    await stop('abort');
    const first = await close();
    await setting.world.clock.advance(1_000);
    expect(await close()).toEqual(first);
    expect((await setting.kinds()).filter((kind) => kind === 'closed')).toHaveLength(1);
  });

  it('with its summary where it succeeded, and without where not', async () => {
    const summary = { rto: { humanMs: 1, machineMs: 2, targetMs: 3 } };
    await setting.say(past, ended('record', { summary }));
    expect((await close())?.summary).toEqual(summary);
  });
});

describe('what is left to do', () => {
  const unfence = `Let the writers log in to ${primary} again`;
  const scaleBack = `Scale the services in ${dr} back`;

  it.each<[string, readonly EntryBody[], readonly string[]]>([
    ['is nothing where all was taken back', [begun('fence'), takenBack('fence')], []],
    ['is the undo of a row that began', [begun('fence')], [unfence]],
    ['is the undo of a row that was done', [begun('fence'), ended('fence')], [unfence]],
    ['is each undo, last first', [begun('fence'), begun('scale')], [scaleBack, unfence]],
    ['is only the undo that did not happen', [begun('fence'), begun('scale'), takenBack('fence')], [scaleBack]],
  ])('before the point of no return %s', async (_, story, left) => {
    await setting.say(...story);
    await stop('abort');
    expect(await close()).toMatchObject({
      result: 'aborted',
      left,
      says: left.length === 0 ? asItWas : `shop is meant to run in ${primary}, but not everything could be taken back.`,
    });
  });

  it('says so where the fence had stopped services, whose tasks start anew', async () => {
    await setting.say(begun('fence'), ended('fence', { capacity: {} }), takenBack('fence'));
    await stop('abort');
    expect((await close())?.says).toContain('its services get the capacity back that they had');
  });

  const before = ['preflight', 'approval', 'fence', 'settle'].map((row) => ended(row));

  it('past it is what is not done, and nobody claims a promotion that was not seen', async () => {
    await setting.say(...before, past);
    await stop('stop');
    const closed = await close();
    expect(closed?.left[0]).toBe(`Promote the database in ${dr}`);
    expect(closed?.left).not.toContain(unfence);
    expect(closed?.left).toHaveLength(6);
    expect(closed?.says).toBe(
      `${setting.run.id} ended past the point of no return, but ${dr} was not seen promoted: perhaps nobody can write. Look, then fail over again.`,
    );
  });

  it('past it, with the target promoted, is the rest, and the target is named', async () => {
    await setting.say(...before, past, ...['promote', 'open-target', 'scale', 'verify-target'].map((row) => ended(row)));
    await stop('stop');
    expect(await close()).toMatchObject({
      result: 'stopped',
      says: `${setting.run.id} ended past the point of no return: ${dr} holds the database of shop.`,
      left: ['Send users of app.my-projects-aws.site to us-west-2', 'Read and write through app.my-projects-aws.site'],
    });
  });
});

describe('an abort whose entry a crash swallowed', () => {
  it.each([
    ['a person', rosa.id, rosa],
    ['the platform', 'platform', { id: 'platform', via: 'system' }],
  ])('by %s is in the journal after all, once', async (_, by, person) => {
    await stop('abort', by);
    await close();
    await close();
    const aborts = (await setting.records.journal.read(setting.run.id)).filter(({ kind }) => kind === 'abort');
    expect(aborts).toMatchObject([{ by: person }]);
  });

  it('is not invented for a run that was stopped', async () => {
    await stop('stop');
    await close();
    expect(await setting.kinds()).not.toContain('abort');
  });
});
