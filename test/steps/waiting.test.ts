import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { awaitPeople } from '../../orchestrator/lambdas/waiting.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import type { Stage } from '../../orchestrator/stage.ts';
import { amir, rehearse, rosa } from '../scenarios/rehearsal.ts';
import { begun, makeSetting, type Setting } from './setting.ts';

const decision = { row: 'promote', undo: false, waitsFor: 'decision', caught: null, token: 'a token' } as const;
const failure = { kind: 'failed', row: 'promote', undo: false, error: 'Refused', why: 'It refuses.' } as const;

/** A run whose promotion failed, and what its state machine was answered. */
async function failed() {
  const setting = await makeSetting();
  await setting.freeze();
  await setting.say(begun('promote'), failure);
  const answers: string[] = [];
  const complete = async (_: string, { status }: { readonly status: string }) => void answers.push(status);
  const stage: Stage = { ...setting.stage, workflow: { ...setting.stage.workflow, complete } };
  return { ...setting, stage, answers };
}

/** People act in the moment between the question and the token that is left with it. */
function justBefore(stage: Stage, act: () => Promise<unknown>): Stage {
  const { questions } = stage.records;
  const attach: Records['questions']['attach'] = async (...args) => {
    await act();
    await questions.attach(...args);
  };
  return { ...stage, records: { ...stage.records, questions: { ...questions, attach } } };
}

const holder = ({ run }: Setting) => ({ application: 'shop', run: run.id, epoch: run.epoch });

describe('a state machine that waits for people', () => {
  it('is not answered while they have not decided', async () => {
    const { stage, run, answers } = await failed();
    await awaitPeople(stage, { ...decision, run: run.id });
    expect(answers).toEqual([]);
  });

  it('is woken by the token that was left, once they have', async () => {
    const { stage, run, answers, records, recovery } = await failed();
    await awaitPeople(stage, { ...decision, run: run.id });
    await recovery.decide({ run: run.id, question: 'promote.1', choice: 'retry', by: amir });
    await awaitPeople(stage, { ...decision, run: run.id });
    expect(answers).toEqual(['retry']);
    expect(await records.questions.undelivered(run.id)).toEqual([]);
  });

  it('is answered although they decided just before the token was left', async () => {
    const { stage, run, answers, records } = await failed();
    const vote = { by: amir, verdict: 'retry', at: 1 } as const;
    const early = justBefore(stage, () => records.questions.vote(run.id, 'promote.1', '', vote));
    await awaitPeople(early, { ...decision, run: run.id });
    expect(answers).toEqual(['retry']);
  });

  it('is answered although they aborted just before the token was left', async () => {
    const setting = await failed();
    const { stage, run, answers, records } = setting;
    const early = justBefore(stage, () => records.claims.stop(holder(setting), { kind: 'abort', by: rosa.id, at: 1 }));
    await awaitPeople(early, { ...decision, run: run.id });
    expect(answers).toEqual(['cancelled']);
  });

  it('asks about an error that nobody expected, as a failure', async () => {
    const { stage, run, say, answers, records } = await failed();
    await say(begun('scale'));
    const caught = { Error: 'TypeError' };
    await awaitPeople(stage, { ...decision, row: 'scale', caught, run: run.id });
    expect((await records.questions.of(run.id)).map(({ id }) => id)).toEqual(['scale.1']);
    expect(answers).toEqual([]);
  });
});

describe('a request', () => {
  const request = { application: 'shop', plan: 'failover', reason: '', by: rosa } as const;
  const silent = () => Promise.reject(new Unavailable('The table does not answer.'));

  it.each(['append', 'begin'] as const)('that cannot be written (%s) leaves the application free', async (method) => {
    let isSilent = true;
    const { recovery, records } = rehearse({
      records: (real) => {
        const write = real.journal[method] as (...args: unknown[]) => Promise<unknown>;
        const journal = { ...real.journal, [method]: (...args: unknown[]) => (isSilent ? silent() : write(...args)) };
        return { ...real, journal };
      },
    });
    await expect(recovery.begin(request)).rejects.toThrow('does not answer');
    expect((await records.claims.look('shop')).run).toBeNull();
    isSilent = false;
    await expect(recovery.begin(request)).resolves.toMatchObject({ epoch: 2 });
  });
});
