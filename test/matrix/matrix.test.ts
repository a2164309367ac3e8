import { describe, expect, it } from 'vitest';
import { plans } from '../../orchestrator/plans/plans.ts';
import { breaches } from './breaches.ts';
import { memoryGround } from './memory-ground.ts';
import { CASES, playCase } from './play.ts';

describe.each(Object.values(plans))('$id, whatever goes wrong,', ({ id }) => {
  it.each(CASES.filter(({ plan }) => plan === id))('ends explained and released when $row $disturbance', async (which) => {
    expect(breaches(which, await playCase(which, memoryGround))).toEqual([]);
  });
});
