import { type Plan, type PlanId, type Row, type RowId, rowsOf, stepIdOf } from '../domain/plan.ts';
import { drill } from './drill.ts';
import { failback } from './failback.ts';
import { failover } from './failover.ts';
import { reprotect } from './reprotect.ts';
import { restoreDrill } from './restore-drill.ts';
import { switchover } from './switchover.ts';

const every = { failover, switchover, reprotect, failback, drill, 'restore-drill': restoreDrill } as const satisfies Readonly<
  Record<PlanId, Plan>
>;

/** The id of a row of any plan, for the compiler to hold steps and their needs against; rows that are reversed have the steps of others. */
export type StepId = Exclude<RowId<(typeof every)[PlanId]>, `${string}-back`>;

/** Every plan by its id. */
export const plans: Readonly<Record<PlanId, Plan>> = every;

/** Every row of every plan by its id, once: plans that share an id share its step and its Lambda. */
export const stepRows = Object.fromEntries(
  Object.values(plans).flatMap((plan) => rowsOf(plan).map((row) => [stepIdOf(row.id), row])),
) as Readonly<Record<StepId, Row>>;
