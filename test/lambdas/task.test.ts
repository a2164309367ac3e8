import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { answerTask } from '../../orchestrator/lambdas/task.ts';
import { makeSetting } from '../steps/setting.ts';

let out: MockInstance<typeof process.stdout.write>;
beforeEach(() => {
  out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => out.mockRestore());

const logged = () => out.mock.calls.map(([line]) => JSON.parse(String(line)));

describe('the Lambda of a task', () => {
  it('answers a row, and logs that under its run and its step', async () => {
    const { stage, run, freeze } = await makeSetting();
    await freeze();
    const answer = await answerTask(() => stage, { run: run.id, row: 'fence', undo: false });
    expect(answer).toMatchObject({ status: 'done' });
    expect(logged()).toMatchObject([{ at: expect.any(String), run: run.id, step: 'fence', undo: false, answer }]);
  });

  it('logs a row that is taken back as that', async () => {
    const { stage, run } = await makeSetting();
    const answer = await answerTask(() => stage, { run: run.id, row: 'fence', undo: true });
    expect(logged()).toMatchObject([{ run: run.id, step: 'fence', undo: true, answer: { status: 'cancelled' } }]);
    expect(answer).toEqual(logged()[0].answer);
  });

  it('logs the end of a run under the step "close"', async () => {
    const { stage, run } = await makeSetting();
    await answerTask(() => stage, { run: run.id });
    expect(logged()).toMatchObject([{ run: run.id, step: 'close' }]);
  });

  it('logs people who are waited for without the token that wakes the state machine', async () => {
    const { stage, run, freeze } = await makeSetting();
    await freeze();
    const event = { run: run.id, row: 'approval', undo: false, waitsFor: 'approval', caught: null, token: 'a-task-token' };
    await answerTask(() => stage, event);
    expect(logged()).toMatchObject([{ run: run.id, step: 'approval', answer: null }]);
    expect(JSON.stringify(logged())).not.toContain('a-task-token');
  });

  it('logs what breaks a step under the same run and step, and throws it', async () => {
    const { stage, run } = await makeSetting();
    await expect(answerTask(() => stage, { run: run.id, row: 'no-such-row', undo: false })).rejects.toThrow('no row no-such-row');
    const error = 'Error: Plan failover has no row no-such-row.';
    expect(logged()).toMatchObject([{ message: expect.stringContaining('unexpected'), run: run.id, step: 'no-such-row', error }]);
  });

  it('logs so what breaks before there is a stage, as a dr.yml that is not in the bundle does', async () => {
    const stageOf = () => {
      throw new ReferenceError('DR_CONFIG is not defined');
    };
    await expect(answerTask(stageOf, { run: 'DR-1', row: 'fence', undo: false })).rejects.toThrow(ReferenceError);
    expect(logged()).toMatchObject([{ run: 'DR-1', step: 'fence', error: 'ReferenceError: DR_CONFIG is not defined' }]);
  });
});
