import { done, failed, working } from '../domain/answer.ts';
import { judgedAs } from '../domain/plan.ts';
import { gather } from '../gather.ts';
import { hashOf } from '../hash.ts';
import type { Step } from './step.ts';

/** Freezes the facts of both Regions with the plan, unless they were frozen before; blockers are for people to mend. */
export const preflight: Step = {
  async ask({ world, records, application, plan, run, view }) {
    if (view.planned !== null) return done('The facts are frozen.', { hash: view.planned.hash });
    const judged = { id: plan.id, kind: judgedAs(plan, 'approval') };
    const facts = await gather({ world, records, application, plan: judged }, run);
    if (facts.blockers.length > 0) return failed('Refused', `This cannot run: ${facts.blockers.join('; ')}.`);
    const hash = hashOf(plan, facts);
    const planned = { kind: 'planned', revision: 1, hash, facts, drift: [] } as const;
    const first = await records.journal.append(run.id, world.clock.now(), planned, (entries) =>
      entries.some(({ kind }) => kind === 'planned'),
    );
    if (first === null) return working('The facts were frozen a moment ago.');
    const fence = facts.source.fence === 'possible' ? `${run.from} can be fenced` : `${run.from} cannot be fenced`;
    return done(`Both Regions are looked at: ${fence}.`, { hash });
  },
};
