import { describe, expect, it } from 'vitest';
import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { costSays } from '../../orchestrator/domain/drill-cost.ts';
import { approve, isClosed, rehearse, requested } from './rehearsal.ts';

const MINUTE = 60_000;
const unpriced = (world: MemoryWorld) => ({
  ...world,
  rebuild: { ...world.rebuild, look: async (region: string) => ({ ...(await world.rebuild.look(region)), perDay: null }) },
});

describe('what a drill costs', () => {
  it.each(['drill', 'restore-drill'] as const)(
    'is said before a %s is approved, by the hour, and in its result',
    async (plan) => {
      const rehearsal = rehearse();
      const asked = await requested(rehearsal, 'the quarterly drill', plan);
      const { risks = [], copyPerHour } = asked.planned?.facts ?? {};
      expect(copyPerHour).toBe(9 / 24);
      expect(risks.join()).toContain('a second database is paid for, at up to $0.38 an hour by list price, and one task of each');
      await approve(rehearsal, asked);
      const { rows, closed } = await rehearsal.until(asked.run.id, 'closed', isClosed);
      const madeAt = rows.find(({ id }) => id === (plan === 'drill' ? 'drill-copy' : 'drill-restore'))?.startedAt ?? 0;
      const goneAt = rows.find(({ id }) => id === 'drill-remove')?.endedAt ?? 0;
      expect(goneAt - madeAt).toBeGreaterThan(10 * MINUTE);
      expect(closed?.says).toContain(`is gone. ${costSays(9 / 24, goneAt - madeAt)}`);
    },
  );

  it('is not known where the price of the instance is not', async () => {
    const rehearsal = rehearse({ through: unpriced });
    const asked = await requested(rehearsal, 'the quarterly drill', 'drill');
    expect(asked.planned?.facts.risks.join()).toContain('a second database is paid for, at a price that is not known here');
    await approve(rehearsal, asked);
    const { closed } = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(closed?.says).toContain('What its database cost is not known here.');
  });

  it('is the time that its database was there, and no less than RDS asks for', () => {
    expect(costSays(0.6, 90 * MINUTE)).toBe('Its database cost up to $0.90 by list price; its tasks are not in that.');
    expect(costSays(0.6, 1 * MINUTE)).toContain('$0.10');
  });

  it('is a fact of drills alone', async () => {
    const { planned } = await requested(rehearse(), 'the Region is failing', 'failover');
    expect(planned?.facts).not.toHaveProperty('copyPerHour');
  });
});
