import { expect, it } from 'vitest';
import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { amir, approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

/** No property of a database can be changed. */
const unchangeable = (world: MemoryWorld): World => ({
  ...world,
  rebuild: {
    ...world.rebuild,
    restore: async () => {
      throw new Refused('Nobody may modify the database.');
    },
  },
});

/** Carries out a plan, skips what cannot be done, and passes the wait between moves. */
async function carriedOut(rehearsal: Rehearsal, plan: PlanId): Promise<void> {
  const { recovery, until, world } = rehearsal;
  const asked = await requested(rehearsal, 'the Region is failing', plan);
  await approve(rehearsal, asked);
  const { id } = asked.run;
  const paused = await until(id, 'closed or asking', ({ phase }) => phase === 'closed' || phase === 'waiting-for-decision');
  if (paused.phase === 'waiting-for-decision') {
    const skip = { run: id, question: paused.questions.at(-1)?.id ?? '', choice: 'skip' } as const;
    await recovery.decide({ ...skip, reason: 'It is good enough.', by: rosa });
    await recovery.decide({ ...skip, by: amir });
  }
  const { closed } = await until(id, 'closed', isClosed);
  expect(closed?.result).toBe('succeeded');
  await world.clock.advance(3_600_000);
}

it('tells whoever approves a rebuild that the database which was left behind lacks what people skipped before', async () => {
  const rehearsal = rehearse({ through: unchangeable });
  for (const plan of ['failover', 'reprotect', 'failover', 'reprotect', 'failover'] as const) await carriedOut(rehearsal, plan);
  const { planned, run } = await requested(rehearsal, 'to have a standby again', 'reprotect');
  expect([run.from, run.to]).toEqual([dr, primary]);
  expect(planned?.facts.risks).toContain(
    `what is made anew in ${primary} is like the database that is left behind there, not like the one before that: ${primary}: Multi-AZ off instead of on`,
  );
});
