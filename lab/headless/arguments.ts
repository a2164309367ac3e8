import { parseArgs } from 'node:util';
import { PLAN_IDS, type PlanId } from '../../orchestrator/domain/plan.ts';
import type { WorldOptions } from '../world.ts';
import { SCENARIOS, type Scenario } from './report.ts';

/** What was asked for on the command line. */
export interface Arguments {
  readonly plan: PlanId;
  readonly scenario: Scenario;
  readonly json: boolean;
  readonly world: Pick<WorldOptions, 'users' | 'thinkMs'>;
}

/** Reads the command line; throws a sentence for what it does not understand. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      plan: { type: 'string', default: 'failover' },
      scenario: { type: 'string' },
      users: { type: 'string' },
      think: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const plan = oneOf('plan', PLAN_IDS, values.plan);
  const scenario = oneOf('scenario', SCENARIOS, values.scenario ?? (plan === 'failover' ? 'kill' : 'well'));
  if (plan !== 'failover' && scenario !== 'well')
    throw new Error(`A ${plan} needs both Regions well, so there is nothing to break.`);
  return {
    plan,
    scenario,
    json: values.json,
    world: {
      ...(values.users === undefined ? {} : { users: Number(values.users) }),
      ...(values.think === undefined ? {} : { thinkMs: Number(values.think) }),
    },
  };
}

function oneOf<T extends string>(what: string, known: readonly T[], asked: string): T {
  const found = known.find((one) => one === asked);
  if (found === undefined) throw new Error(`There is no ${what} "${asked}"; there are ${known.join(', ')}.`);
  return found;
}
