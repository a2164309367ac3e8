import type { Application } from '../../orchestrator/config.ts';
import { type Plan, rowsOf } from '../../orchestrator/domain/plan.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { ROW } from '../constructs/platform-functions.ts';
import { assumed } from './assumptions.ts';
import { type Bill, type Charged, toBill } from './bill.ts';
import type { Charge, Estate } from './charge.ts';
import type { PriceList } from './prices.ts';
import { invocations } from './rules/functions.ts';
import { databaseHours, taskHours } from './rules/regions.ts';
import { transitionsOf } from './transitions.ts';

/** States that a row enters each time it is asked again: the wait, the task, the choice. */
const STATES_A_ROUND = 3;

/** What one failover and one drill cost, for each application; of one that exists already no template knows tasks and database. */
export function runsOf(estate: Estate, prices: PriceList): readonly Bill[] {
  const { config } = estate;
  return Object.keys(config.applications).flatMap((id) => {
    const application = applicationOf(config, id);
    const known = application.aws?.create === undefined ? ', without its tasks and database' : '';
    return [
      toBill(
        `One failover of ${id}, ${assumed('hoursAway')} h in the DR Region${known}`,
        'run',
        [...machinery(plans.failover), ...away(estate, application)],
        prices,
      ),
      toBill(
        `One drill of ${id}, ${assumed('drillHours')} h${known}`,
        'run',
        [...machinery(plans.drill), ...rehearsed(estate, application)],
        prices,
      ),
    ];
  });
}

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
    ...named('The Lambdas of its rows', invocations(rows + rounds, seconds / (rows + rounds), ROW.memory)),
    ...named('The records', [
      { price: 'dynamodb.write', quantity: assumed('entries') },
      { price: 'dynamodb.replicated-write', quantity: assumed('entries') * 2 },
    ]),
  ];
}

/** What is paid more while the application runs in the DR Region: its tasks are as many as at home, and the flags are there to be read. */
function away(estate: Estate, { services }: Application): readonly Charged[] {
  const hours = assumed('hoursAway');
  const looks = (2 * assumed('checkers') * hours * 3_600_000) / estate.config.dns.checkInterval;
  const more = standbys(estate, services).flatMap(({ service, limits }) =>
    taskHours(service, estate, Math.max(0, limits.primary.min - limits.dr.min) * hours),
  );
  // While there is no flag its readers are refused, which costs nothing: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
  return [
    ...named('Flags that health checks read', [{ price: 's3.get', quantity: looks }]),
    ...named('More tasks in the DR Region', more),
  ];
}

/** What a drill makes and takes away again: a database like the standby, in one zone, and one task of each service. */
function rehearsed(estate: Estate, { services, database }: Application): readonly Charged[] {
  const hours = assumed('drillHours');
  const copies = estate.resources.filter(({ type, properties }) => {
    return type === 'AWS::RDS::DBInstance' && properties.DBInstanceIdentifier === database.instances.dr;
  });
  const tasks = standbys(estate, services).flatMap(({ service }) => taskHours(service, estate, hours));
  return [
    ...named(
      'A replica of the replica',
      copies.flatMap((copy) => databaseHours(copy, estate, hours)),
    ),
    ...named('One task of each service', tasks),
  ];
}

/** The services in the DR Region that templates make; those of an application that exists already are not known here. */
function standbys({ config, resources }: Estate, services: Application['services']) {
  return resources.flatMap((service) => {
    const limits = services[String(service.properties.ServiceName)];
    const isStandby = service.type === 'AWS::ECS::Service' && service.region === config.regions.dr;
    return isStandby && limits !== undefined ? [{ service, limits }] : [];
  });
}

const named = (what: string, charges: readonly Charge[]): readonly Charged[] => charges.map((charge) => ({ ...charge, what }));
