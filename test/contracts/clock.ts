import { describe, expect, it } from 'vitest';
import type { Clock } from '../../orchestrator/ports/world.ts';

/** What every implementation of `Clock` holds. */
export function describeClock(name: string, makeClock: () => Clock): void {
  describe(`the clock of ${name}`, () => {
    it('counts ms since 1970', () => {
      const { now } = makeClock();
      expect(now()).toBeGreaterThan(Date.UTC(2020, 0, 1));
      expect(now()).toBeLessThan(Date.UTC(2120, 0, 1));
    });

    it('never wakes a sleeper early by its own time, give or take the millisecond it counts in', async () => {
      const clock = makeClock();
      const start = clock.now();
      await clock.sleep(20);
      expect(clock.now() - start).toBeGreaterThanOrEqual(19);
    });

    it('wakes the one who sleeps shorter first', async () => {
      const clock = makeClock();
      const woken: number[] = [];
      await Promise.all([60, 5].map((ms) => clock.sleep(ms).then(() => woken.push(ms))));
      expect(woken).toEqual([5, 60]);
    });

    it('lets others work when somebody sleeps for no time', async () => {
      const clock = makeClock();
      const start = clock.now();
      await clock.sleep(0);
      expect(clock.now()).toBeGreaterThanOrEqual(start);
    });
  });
}
