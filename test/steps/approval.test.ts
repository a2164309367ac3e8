import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../orchestrator/domain/question.ts';
import { approval } from '../../orchestrator/steps/approval.ts';
import { amir, primary } from '../scenarios/rehearsal.ts';
import { makeSetting, type Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
  await setting.freeze();
});

const ask = async () => approval.ask(await setting.scene());
const vote = async () => {
  const { planned } = (await setting.scene()).view;
  const at = setting.world.clock.now();
  await setting.records.questions.vote(setting.run.id, 'approval.1', planned?.hash ?? '', { by: amir, verdict: 'approve', at });
};
const revisions = async () => (await setting.kinds()).filter((kind) => kind === 'planned').length;

describe('the approval', () => {
  it('waits for votes, which bind to the hash, and ends with them', async () => {
    expect((await ask()).status).toBe('working');
    expect((await ask()).status).toBe('working');
    await vote();
    expect(await ask()).toMatchObject({ status: 'done', evidence: { by: [amir.id] } });
  });

  it('does not start a run whose facts drifted after the last vote: it is revised, and asked again', async () => {
    await ask();
    await vote();
    setting.world.kill(primary);
    expect((await ask()).status).toBe('working');
    expect(await revisions()).toBe(2);
    expect((await ask()).status).toBe('working');
    expect((await setting.records.questions.of(setting.run.id)).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['approval.1', 'approved'],
      ['approval.2', null],
    ]);
  });

  it('looks anew after a crash between superseding a question and writing the next revision', async () => {
    await ask();
    await setting.records.questions.settle(setting.run.id, 'approval.1', 'superseded', 1);
    expect((await ask()).status).toBe('working');
    expect(await revisions()).toBe(2);
  });

  it.each<Outcome>(['denied', 'expired', 'cancelled'])('that was %s ends the run', async (outcome) => {
    await ask();
    await setting.records.questions.settle(setting.run.id, 'approval.1', outcome, 1);
    expect(await ask()).toEqual({ status: 'cancelled', why: `The request was ${outcome}.` });
    expect(await revisions()).toBe(1);
  });

  it('expires by itself', async () => {
    await ask();
    await setting.world.clock.advance(30 * 60_000);
    expect((await ask()).status).toBe('cancelled');
  });
});
