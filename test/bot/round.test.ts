import { describe, expect, it } from 'vitest';
import type { Reporter } from '../../bot/reporter.ts';
import { makeRound } from '../../bot/reporting/round.ts';
import { virtualClock } from '../../lab/memory/virtual-clock.ts';

/** A reporter that answers as told, and keeps what it was asked for. */
function reporting(report: (run: string) => readonly string[]): { readonly asked: string[]; readonly reporter: Reporter } {
  const asked: string[] = [];
  return {
    asked,
    reporter: {
      async report(run) {
        asked.push(run);
        return { behind: report(run) };
      },
      async tellTests(application) {
        asked.push(application);
        throw new Error(`the tests of ${application} cannot be read`);
      },
    },
  };
}

const nobody = () => {};
const nothing = { runs: [], applications: [], broken: [] };

describe('a round of the reporter', () => {
  it('draws the runs before it tells of dry runs, and what breaks of either holds up nothing, and is thrown at the end', async () => {
    const { asked, reporter } = reporting((run) => {
      if (run === 'DR-1') throw new Error('DR-1 cannot be drawn');
      return [];
    });
    const round = makeRound(
      reporter,
      { runs: ['DR-1', 'DR-2'], applications: ['shop', 'blog'], broken: [] },
      virtualClock(),
      nobody,
    );
    await expect(round).rejects.toThrow(/DR-1 cannot be drawn.*tests of shop.*tests of blog/);
    expect(asked).toEqual(['DR-1', 'DR-2', 'shop', 'blog']);
  });

  it('throws what went wrong before it, once the rest is drawn', async () => {
    const { asked, reporter } = reporting(() => []);
    const told = { ...nothing, runs: ['DR-2'], broken: [new Error('a record has no run')] };
    await expect(makeRound(reporter, told, virtualClock(), nobody)).rejects.toThrow('a record has no run');
    expect(asked).toEqual(['DR-2']);
  });

  it('tries again what Slack did not take, for a quarter of a minute, and then tells what it is', async () => {
    const behind: string[] = [];
    const clock = virtualClock();
    const begun = clock.now();
    const { asked, reporter } = reporting((run) => (run === 'DR-1' ? ['live'] : []));
    await makeRound(reporter, { ...nothing, runs: ['DR-1', 'DR-2'] }, clock, (runs) => void behind.push(...runs));
    expect(behind).toEqual(['DR-1']);
    expect(asked.filter((run) => run === 'DR-2')).toHaveLength(1);
    expect(asked.filter((run) => run === 'DR-1').length).toBeGreaterThan(10);
    expect(clock.now() - begun).toBeLessThan(20_000);
  });
});
