import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../lab/memory/virtual-clock.ts';
import { roundsOfAMinute } from '../../orchestrator/lambdas/rounds.ts';

/** The moments at which rounds were made, in ms since the beginning. */
async function momentsOf(every: number, goesOn: (round: number) => boolean): Promise<readonly number[]> {
  const clock = virtualClock();
  const began = clock.now();
  const moments: number[] = [];
  await roundsOfAMinute({ now: () => clock.now(), sleep: (ms) => clock.sleep(ms) }, every, async () => {
    moments.push(clock.now() - began);
    return goesOn(moments.length);
  });
  return moments;
}

describe('the rounds of a minute', () => {
  it('are one when nothing is open', async () => {
    expect(await momentsOf(2_000, () => false)).toEqual([0]);
  });

  it('go on every 2 s while something is open, and stop when it is not', async () => {
    expect(await momentsOf(2_000, (round) => round < 4)).toEqual([0, 2_000, 4_000, 6_000]);
  });

  it('end before the next minute begins', async () => {
    const moments = await momentsOf(10_000, () => true);
    expect(moments).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000]);
  });
});
