import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../lab/memory/virtual-clock.ts';

const HOUR = 3_600_000;

describe('a virtual clock', () => {
  it('lets a week of sleep pass at once, and knows that it passed', async () => {
    const clock = virtualClock({ start: 0 });
    await clock.sleep(7 * 24 * HOUR);
    expect(clock.now()).toBe(7 * 24 * HOUR);
  });

  it('wakes sleepers in the order of their times, whatever the order in which they lay down', async () => {
    const clock = virtualClock({ start: 0 });
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now()}`);
    };
    await Promise.all([sleeper('late', 30), sleeper('early', 10), sleeper('middle', 20)]);
    expect(woken).toEqual(['early at 10', 'middle at 20', 'late at 30']);
  });

  it('does not pass over a sleeper who lies down again', async () => {
    const clock = virtualClock({ start: 0 });
    const looks: number[] = [];
    const poll = async () => {
      for (let look = 0; look < 4; look++) {
        await clock.sleep(10);
        looks.push(clock.now());
      }
    };
    await Promise.all([clock.sleep(35), poll()]);
    expect(looks).toEqual([10, 20, 30, 40]);
  });

  it('stands still while there is work to do between two sleeps', async () => {
    const clock = virtualClock({ start: 0 });
    const other = clock.sleep(1_000);
    await clock.sleep(1);
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
    expect(clock.now()).toBe(1);
    await other;
  });

  it('moves only by hand when it is told not to jump', async () => {
    const clock = virtualClock({ start: 0, jumps: false });
    const woken: number[] = [];
    const sleeping = clock.sleep(10).then(async () => {
      woken.push(clock.now());
      await clock.sleep(5);
      woken.push(clock.now());
    });
    await clock.advance(9);
    expect(woken).toEqual([]);
    await clock.advance(11);
    expect(woken).toEqual([10, 15]);
    expect(clock.now()).toBe(20);
    await sleeping;
  });
});
