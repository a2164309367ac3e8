import { driftOf } from './domain/drift.ts';
import type { Facts } from './domain/facts.ts';
import { judgedAs, type Plan } from './domain/plan.ts';
import type { Run } from './domain/run.ts';
import type { RunView } from './domain/run-view.ts';
import { gather, type Sources } from './gather.ts';
import { hashOf } from './hash.ts';

/** The facts now, and sentences saying what no longer agrees with what approvals bind to; none when they still hold. */
export async function compareNow(
  sources: Omit<Sources, 'plan'>,
  { run, plan, planned }: { readonly run: Run; readonly plan: Plan; readonly planned: NonNullable<RunView['planned']> },
): Promise<{ readonly now: Facts; readonly drift: readonly string[] }> {
  const kind = judgedAs(plan, planned.row);
  const now = await gather({ ...sources, plan: { id: plan.id, kind } }, run);
  const { drift, targets } = sources.application;
  const isOtherPlan = hashOf(plan, planned.facts) !== planned.hash;
  const changed = isOtherPlan ? [`the plan ${plan.id} was changed since the request`] : [];
  // Where it is proved that nothing is lost, or where nothing is moved, no estimate of a loss voids anything.
  const rpo = kind === 'unplanned' ? drift.rpo : Number.POSITIVE_INFINITY;
  return { now, drift: [...changed, ...driftOf(planned.facts, now, { ...drift, rpo, rpoTarget: targets.rpo })] };
}
