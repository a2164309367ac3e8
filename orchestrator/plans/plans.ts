import type { Plan, PlanId } from '../domain/plan.ts';
import { failover } from './failover.ts';

/** Every plan by its id. */
export const plans: Readonly<Record<PlanId, Plan>> = { failover };
