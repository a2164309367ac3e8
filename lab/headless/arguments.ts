import { parseArgs } from 'node:util';
import { PLAN_IDS, type PlanId } from '../../orchestrator/domain/plan.ts';
import { SET_PLANS } from '../../orchestrator/domain/recovery-set.ts';
import type { LabOptions } from '../lab.ts';
import { SCENARIOS, type Scenario } from './report.ts';

/** What was asked for on the command line. */
export interface Arguments {
  readonly plan: PlanId;
  readonly scenario: Scenario;
  /** Whether the drill is one with production itself, which is moved away and home again. */
  readonly gameDay: boolean;
  readonly json: boolean;
  readonly lab: Pick<LabOptions, 'applications' | 'users' | 'thinkMs'>;
}

/** Reads the command line; `known` are the applications of dr.yml. Throws a sentence for what it does not understand. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      plan: { type: 'string', default: 'failover' },
      scenario: { type: 'string' },
      users: { type: 'string' },
      think: { type: 'string' },
      app: { type: 'string' },
      all: { type: 'boolean', default: false },
      'game-day': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const plan = oneOf('plan', PLAN_IDS, values.plan);
  const scenario = oneOf('scenario', SCENARIOS, values.scenario ?? (plan === 'failover' ? 'kill' : 'well'));
  if (plan !== 'failover' && scenario !== 'well')
    throw new Error(`A ${plan} needs both Regions well, so there is nothing to break.`);
  const gameDay = values['game-day'];
  if (gameDay && plan !== 'drill')
    throw new Error('A game day is a drill with production itself: ask for --plan drill --game-day.');
  const applications = applicationsOf(values, known);
  if (applications.length > 1 && !SET_PLANS.some((one) => one === plan))
    throw new Error(`A ${plan} is asked for one application at a time; there are sets of ${SET_PLANS.join(', ')}.`);
  return {
    plan,
    scenario,
    gameDay,
    json: values.json,
    lab: {
      applications,
      ...(values.users === undefined ? {} : { users: Number(values.users) }),
      ...(values.think === undefined ? {} : { thinkMs: Number(values.think) }),
    },
  };
}

/** The first of dr.yml, unless others are named or all are meant. */
function applicationsOf(
  { app, all }: { readonly app?: string; readonly all: boolean },
  known: readonly string[],
): readonly string[] {
  if (all) return known;
  if (app === undefined) return known.slice(0, 1);
  const named = [...new Set(app.split(',').map((name) => name.trim()))];
  const wrong = named.find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no name of an application: --app shop,billing names two.`);
  return named;
}

function oneOf<T extends string>(what: string, known: readonly T[], asked: string): T {
  const found = known.find((one) => one === asked);
  if (found === undefined) throw new Error(`There is no ${what} "${asked}"; there are ${known.join(', ')}.`);
  return found;
}
