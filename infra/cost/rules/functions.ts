import type { Duty } from '../../../orchestrator/agent/request.ts';
import { agentFunctionName } from '../../../orchestrator/aws/agent.ts';
import { rowsOf } from '../../../orchestrator/domain/plan.ts';
import { plans } from '../../../orchestrator/plans/plans.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import { type ASSUMPTIONS, assumed, MINUTES } from '../assumptions.ts';
import { type Charge, type Estate, type PricedResource, type Rules, referred } from '../charge.ts';

type Seconds = Extract<keyof typeof ASSUMPTIONS, `${string}Seconds`>;

/** How long a function that the minute starts runs, where it is not as the others. */
const OF_MINUTE: Readonly<Record<string, Seconds>> = { 'dr-watch': 'watchSeconds', 'dr-look': 'lookSeconds' };
/** Functions that nothing starts while nothing happens, besides the rows of plans. */
const ON_DEMAND: readonly string[] = ['decision', 'close', 'finalizer', 'bot'].map(functionName);
/** Functions that run while somebody deploys, or once in a month. */
const RARE = /^dr-(bootstrap|rotation)-/;

/** What functions cost by time and by number, with what they write to their logs. */
export const functions: Rules = {
  'AWS::Lambda::Function': (resource, estate) => {
    const name: unknown = resource.properties.FunctionName;
    const perMonth = startsOf(resource, estate);
    const seconds = OF_MINUTE[String(name)] ?? (isAgent(name, estate, ['look', 'act']) ? 'agentSeconds' : 'minuteSeconds');
    const watched = isAgent(name, estate, ['look']) ? assumed('watchRounds') * MINUTES : 0;
    if (perMonth + watched === 0 && !isIdle(name))
      throw new Error(
        `Nothing says how often ${name ?? resource.id} of ${resource.stack} runs: add it to infra/cost/rules/functions.ts.`,
      );
    return [
      ...invocations(perMonth + watched, assumed(seconds), resource.properties.MemorySize ?? 128),
      ...(name === 'dr-costs' ? [{ price: 'costexplorer.request', quantity: perMonth * assumed('costRequests') }] : []),
    ];
  },
};

/** So many invocations of so many seconds in so many MB, and their logs. */
export function invocations(count: number, seconds: number, memory: number): readonly Charge[] {
  const logged = (count * assumed('logBytes')) / 1e9;
  return [
    { price: 'lambda.request', quantity: count },
    { price: 'lambda.gb-second', quantity: (count * seconds * memory) / 1_024 },
    { price: 'logs.ingested', quantity: logged },
    { price: 'logs.stored', quantity: logged * assumed('logMonths') },
  ];
}

/** How often schedules start it in a month. */
function startsOf(resource: PricedResource, estate: Estate): number {
  const rules = estate.resources.filter(({ type, properties }) => type === 'AWS::Events::Rule' && properties.ScheduleExpression);
  const starting = rules.filter((rule) =>
    (rule.properties.Targets as { Arn: unknown }[]).some(({ Arn }) => referred(rule, Arn, estate) === resource),
  );
  return starting.reduce((sum, { properties }) => sum + timesOf(String(properties.ScheduleExpression)), 0);
}

/** How often a schedule comes round in a month. */
function timesOf(schedule: string): number {
  if (schedule === 'rate(1 minute)') return MINUTES;
  if (/^cron\(\d+ \d+ \* \* \? \*\)$/.test(schedule)) return assumed('hours') / 24;
  throw new Error(`Nothing says how often ${schedule} comes round in a month: add it to infra/cost/rules/functions.ts.`);
}

/** Whether it is an agent with one of those duties: the watch asks those that look, and the others wake each minute. */
const isAgent = (name: unknown, { config }: Estate, duties: readonly Duty[]): boolean =>
  Object.values(config.applications).some(({ aws }) =>
    Object.values(aws?.agents ?? {}).some((agent) => duties.some((duty) => agentFunctionName(agent, duty) === name)),
  );

const isIdle = (name: unknown): boolean =>
  ON_DEMAND.includes(String(name)) ||
  RARE.test(String(name)) ||
  Object.values(plans).some((plan) => rowsOf(plan).some(({ id }) => functionName(id) === name)) ||
  // Functions that CDK makes to change something while it deploys have no name of ours.
  name === undefined;
