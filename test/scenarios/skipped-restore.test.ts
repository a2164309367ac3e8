import { expect, it } from 'vitest';
import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { amir, approve, dr, isClosed, nina, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';
import { asksAgain } from './way-home.ts';

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

/** Carries out a plan with every approval, skips what cannot be done, and passes the wait between moves. */
async function carriedOut(rehearsal: Rehearsal, plan: PlanId): Promise<void> {
  const { recovery, until, world } = rehearsal;
  const asked = await requested(rehearsal, 'the Region is failing', plan);
  await approve(rehearsal, asked);
  const { id } = asked.run;
  const paused = (view: RunView): boolean => view.phase === 'waiting-for-decision' || isClosed(view) || asksAgain(view);
  for (let view = await until(id, 'a pause', paused); !isClosed(view); view = await until(id, 'a pause', paused)) {
    if (asksAgain(view)) await approve(rehearsal, view, nina);
    else {
      const skip = { run: id, question: view.questions.at(-1)?.id ?? '', choice: 'skip' } as const;
      await recovery.decide({ ...skip, reason: 'It is good enough.', by: rosa });
      await recovery.decide({ ...skip, by: amir });
    }
    const { questions } = view;
    await until(id, 'that it goes on', (now) => now.questions.length > questions.length || !paused(now) || isClosed(now));
  }
  expect((await recovery.view(id)).closed?.result).toBe('succeeded');
  await world.clock.advance(3_600_000);
}

it('tells whoever approves that databases are made anew like ones that lack what people skipped before', async () => {
  const rehearsal = rehearse({ through: unchangeable });
  for (const plan of ['failover', 'failback', 'failover'] as const) await carriedOut(rehearsal, plan);
  const { planned, run } = await requested(rehearsal, 'to be home', 'failback');
  expect([run.from, run.to]).toEqual([dr, primary]);
  const told = planned?.facts.risks.filter((risk) => risk.startsWith('what is made anew'));
  expect(told).toEqual(
    [primary, dr].map(
      (region) =>
        `what is made anew in ${region} is like the database that is there now, not like the one before that: ${region}: Multi-AZ off instead of on`,
    ),
  );
});
