import { describe, expect, it } from 'vitest';
import { plans } from '../../orchestrator/plans/plans.ts';
import { dr, primary } from '../scenarios/rehearsal.ts';
import { CASES, playCase } from './play.ts';

describe.each(Object.values(plans))('$id, whatever goes wrong,', ({ id, kind }) => {
  it.each(CASES.filter(({ plan }) => plan === id))('ends explained and released when $row $disturbance', async (which) => {
    const { view, entries, claim, letIn, overlaps, writable, missing, drills } = await playCase(which);
    const { closed, pointOfNoReturnAt } = view;
    const count = (of: string) => entries.filter((entry) => entry.kind === of).length;

    expect(closed?.says).not.toBe('');
    expect([count('closed'), count('requested')]).toEqual([1, 1]);
    expect(count('point-of-no-return')).toBeLessThanOrEqual(1);
    expect(claim).toMatchObject({ run: null, stop: null, pointOfNoReturnAt: null });
    expect(letIn).toBe(false);
    expect(overlaps).toEqual([]);
    expect(drills).toEqual([]);

    if (kind === 'rebuild') expect([writable, pointOfNoReturnAt]).toEqual([[dr], null]);
    else if (kind === 'rehearsal') expect([writable, pointOfNoReturnAt]).toEqual([[primary], null]);
    else if (closed?.result === 'succeeded') expect(writable).toEqual([dr]);
    else if (pointOfNoReturnAt === null) {
      expect(closed?.left).toEqual([]);
      expect(writable).toEqual([primary]);
    } else {
      // Without its record the application has moved all the same.
      expect(closed?.left.length).toBeGreaterThan(which.row === 'record' ? -1 : 0);
      expect(writable).not.toContain(primary);
    }
    const isProved = closed?.summary?.rpo.achievedMs === 0;
    if (isProved || (kind === 'planned' && pointOfNoReturnAt !== null)) expect(missing).toBe(0);
  });
});
