import { describe, expect, it } from 'vitest';
import { cutOver } from '../../orchestrator/steps/cut-over.ts';
import { dr } from '../scenarios/rehearsal.ts';
import { makeSetting } from './setting.ts';

describe('the second approval', () => {
  it('freezes the facts of then once, as the next revision, and asks about these', async () => {
    const setting = await makeSetting();
    await setting.freeze();
    expect(await cutOver.ask(await setting.scene())).toMatchObject({ status: 'working' });
    expect(await cutOver.ask(await setting.scene())).toEqual({ status: 'working', why: 'Waiting for an approval.' });
    const entries = await setting.records.journal.read(setting.run.id);
    expect(entries.flatMap((entry) => (entry.kind === 'planned' ? [[entry.row, entry.revision]] : []))).toEqual([
      [undefined, 1],
      ['cut-over', 2],
    ]);
    expect(await setting.records.questions.of(setting.run.id)).toMatchObject([{ id: 'approval.2', row: 'cut-over' }]);
  });

  it('is not asked for while users could not be moved', async () => {
    const setting = await makeSetting();
    await setting.freeze();
    setting.world.kill(dr);
    expect(await cutOver.ask(await setting.scene())).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('does not answer'),
    });
    expect(await setting.records.questions.of(setting.run.id)).toEqual([]);
  });
});
