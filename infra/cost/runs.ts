import type { Application, Config } from '../../orchestrator/config.ts';
import { type Plan, rowsOf } from '../../orchestrator/domain/plan.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { assumed } from './assumptions.ts';
import { type Bill, type Charged, toBill } from './bill.ts';
import type { Charge } from './charge.ts';
import type { PriceList } from './prices.ts';
import { invocations } from './rules/functions.ts';
import { transitionsOf } from './transitions.ts';

/** MB of a row's Lambda, as infra/constructs/platform-functions.ts makes it. */
const ROW_MEMORY = 512;
/** States that a row enters each time it is asked again: the wait, the task, the choice. */
const STATES_A_ROUND = 3;

/** What one failover and one drill cost, for each application whose Regions are made here. */
export function runsOf({ config }: { readonly config: Config }, prices: PriceList): readonly Bill[] {
  return Object.entries(config.applications).flatMap(([id, application]) => {
    return [
      toBill(
        `One failover of ${id}, ${assumed('hoursAway')} h in the DR Region`,
        'run',
        [...machinery(plans.failover), ...away(config, application)],
        prices,
      ),
      toBill(
        `One drill of ${id}, ${assumed('drillHours')} h`,
        'run',
        [...machinery(every.drill ?? plans.failover), ...rehearsed(application)],
        prices,
      ),
    ];
  });
}

/** Plans by id; a failover's stands for one that is not there. */
const every: Readonly<Record<string, Plan>> = plans;

/** What carries a run out. A row that waits longer than an invocation lasts is asked again. */
function machinery(plan: Plan): readonly Charged[] {
  const waits = [assumed('promotion'), assumed('dnsShift')];
  const rounds = waits.reduce((sum, seconds) => sum + Math.floor(seconds / (awsPace.invocation / 1_000)), 0);
  const rows = rowsOf(plan).length;
  const seconds = waits.reduce((sum, each) => sum + each, 0) + (rows - waits.length) * assumed('quickRow');
  return [
    ...named('The state machine', [
      { price: 'states.transition', quantity: transitionsOf(plan) + rounds * STATES_A_ROUND },
      { price: 'xray.trace', quantity: 1 },
    ]),
    ...named('The Lambdas of its rows', invocations(rows + rounds, seconds / (rows + rounds), ROW_MEMORY)),
    ...named('The records', [
      { price: 'dynamodb.write', quantity: assumed('entries') },
      { price: 'dynamodb.replicated-write', quantity: assumed('entries') * 2 },
    ]),
  ];
}

/** What is paid more while the application runs in the DR Region: its tasks are as many as at home, and the flags are there to be read. */
function away({ dns }: Config, application: Omit<Application, 'id'>): readonly Charged[] {
  const hours = assumed('hoursAway');
  const looks = (2 * assumed('checkers') * hours * 3_600_000) / dns.checkInterval;
  const more = Object.entries(application.services).flatMap(([name, limits]) =>
    taskHours(application, name, Math.max(0, limits.primary.min - limits.dr.min) * hours),
  );
  // While there is no flag its readers are refused, which costs nothing: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
  return [
    ...named('Flags that health checks read', [{ price: 's3.get', quantity: looks }]),
    ...named('More tasks in the DR Region', more),
  ];
}

/** What a drill makes and takes away again: a database of the same size in one zone, and one task of each service. */
function rehearsed(application: Omit<Application, 'id'>): readonly Charged[] {
  const hours = assumed('drillHours');
  const database = application.aws?.create?.database;
  const one = Object.keys(application.services).flatMap((name) => taskHours(application, name, hours));
  const copy: readonly Charge[] =
    database === undefined
      ? []
      : [
          { price: `rds.${database.class}`, quantity: hours },
          { price: 'rds.gp3', quantity: (database.storage * hours) / assumed('hours') },
        ];
  return [...named('A replica of the replica', copy), ...named('One task of each service', one)];
}

function taskHours({ aws }: Omit<Application, 'id'>, name: string, hours: number): readonly Charge[] {
  const size = aws?.create?.services[name];
  if (size === undefined) return [];
  return [
    { price: 'fargate.arm.vcpu-hour', quantity: (size.cpu / 1_024) * hours },
    { price: 'fargate.arm.gb-hour', quantity: (size.memory / 1_024) * hours },
  ];
}

const named = (what: string, charges: readonly Charge[]): readonly Charged[] => charges.map((charge) => ({ ...charge, what }));
