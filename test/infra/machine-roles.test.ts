import { describe, expect, it } from 'vitest';
import { statementsOf } from './statements.ts';
import { config, createdApp, templateOf } from './synthesized.ts';
import { nameOf, readerOf, type TemplateJson } from './template-arns.ts';

const where = { region: config.regions.control, account: config.aws?.account ?? '' };
const template = templateOf(createdApp(), 'dr-control-plane').toJSON() as TemplateJson;
const read = readerOf(template, where);
const machines = Object.entries(template.Resources)
  .filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')
  .map(([id, { Properties }]) => ({ name: nameOf(template, id), Properties }));

/** Where each action is written that a state machine needs although no state calls it; none of them takes a resource. */
const BEHIND: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'],
      ...['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'],
    ].map((action) => [`logs:${action}`, 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html']),
  ),
  ...Object.fromEntries(
    ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'].map((action) => [
      `xray:${action}`,
      'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
    ]),
  ),
};

/** Every function that a Task state anywhere in a definition invokes. */
function invoked(definition: unknown): readonly string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  const { Type, Parameters } = definition as { Type?: unknown; Parameters?: { FunctionName?: unknown } };
  const own = Type === 'Task' ? [String(Parameters?.FunctionName)] : [];
  return [...own, ...Object.values(definition).flatMap(invoked)];
}

describe.each(machines)('the role of the state machine $name', ({ Properties }) => {
  const statements = statementsOf(template, Properties.RoleArn['Fn::GetAtt'][0], read);
  const invocations = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));

  it('may invoke the functions of its Task states, and no other', () => {
    const functions = new Set(invoked(JSON.parse(Properties.DefinitionString)));
    const arns = [...functions].map((name) => `arn:aws:lambda:${where.region}:${where.account}:function:${name}`);
    expect(functions.size).toBeGreaterThan(5);
    expect(invocations.flatMap(({ resources }) => resources).toSorted()).toEqual(arns.toSorted());
    expect(invocations.flatMap(({ actions }) => actions)).toEqual(['lambda:InvokeFunction']);
  });

  it('may otherwise log and trace, as AWS asks for, and nothing else', () => {
    const others = statements.filter((statement) => !invocations.includes(statement)).flatMap(({ actions }) => actions);
    expect(others.toSorted()).toEqual(Object.keys(BEHIND).toSorted());
  });
});
