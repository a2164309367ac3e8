import { describe, expect, it } from 'vitest';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { dr } from '../scenarios/rehearsal.ts';
import { makeSetting } from './setting.ts';

describe('what a drill left', () => {
  const unreadable = async () => {
    throw new Error('An entry cannot be read.');
  };
  it.each([
    ['a claim', (records: Records) => ({ ...records, journal: { ...records.journal, run: unreadable } })],
    ['a run', (records: Records) => ({ ...records, questions: { ...records.questions, of: unreadable } })],
    ['a set', (records: Records) => ({ ...records, sets: { ...records.sets, open: unreadable } })],
  ])('is removed although %s cannot be mended, which is told', async (_, broken) => {
    const { world, stage, records } = await makeSetting();
    const { copying, removal } = world.regions.timing;
    await world.drills.copy({ region: dr, run: 'DR-0' });
    await world.clock.advance(copying);
    await expect(sweep({ ...stage, records: broken(records) })).rejects.toThrow('An entry cannot be read.');
    await world.clock.advance(removal);
    expect(await world.drills.leftovers(dr)).toEqual([]);
  });
});
