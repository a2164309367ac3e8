import { describe, expect, it } from 'vitest';
import { fill, rowsOf } from '../../orchestrator/domain/plan.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { CASES, playCase } from './play.ts';

describe.each(Object.values(plans))('$id, whatever goes wrong,', (plan) => {
  const { id, kind } = plan;
  it.each(CASES.filter((which) => which.plan === id))('ends explained and released when $row $disturbance', async (which) => {
    const { view, entries, claim, letIn, overlaps, writable, missing, drills, old, current } = await playCase(which);
    const { closed, pointOfNoReturnAt } = view;
    const lasting = rowsOf(plan)
      .filter(({ lasts }) => lasts)
      .map(({ title }) => fill(title, { from: old, to: current }));
    const count = (of: string) => entries.filter((entry) => entry.kind === of).length;

    expect(closed?.says).not.toBe('');
    expect([count('closed'), count('requested')]).toEqual([1, 1]);
    expect(count('point-of-no-return')).toBeLessThanOrEqual(1);
    expect(claim).toMatchObject({ run: null, stop: null, pointOfNoReturnAt: null });
    expect(letIn).toBe(false);
    expect(overlaps).toEqual([]);
    expect(drills).toEqual([]);

    if (kind === 'rebuild') expect([writable, pointOfNoReturnAt]).toEqual([[old], null]);
    else if (kind === 'rehearsal') expect([writable, pointOfNoReturnAt]).toEqual([[old], null]);
    else if (closed?.result === 'succeeded') expect(writable).toEqual([current]);
    else if (pointOfNoReturnAt === null) {
      // What lasts of a failback is gone on with by the next.
      expect(closed?.left.filter((line) => !lasting.includes(line))).toEqual([]);
      expect(writable).toEqual([old]);
    } else {
      // Without its record the application has moved all the same.
      expect(closed?.left.length).toBeGreaterThan(which.row === 'record' ? -1 : 0);
      expect(writable).not.toContain(old);
    }
    const isProved = closed?.summary?.rpo.achievedMs === 0;
    if (isProved || (kind === 'planned' && pointOfNoReturnAt !== null)) expect(missing).toBe(0);
  });
});
