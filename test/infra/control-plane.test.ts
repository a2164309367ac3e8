import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SLACK_PATH } from '../../infra/constructs/slack-api.ts';
import { tableDefinition } from '../../orchestrator/aws/records/table.ts';
import { plans, stepRows } from '../../orchestrator/plans/plans.ts';
import { toAsl } from '../../orchestrator/workflow/to-asl.ts';
import { config, createdApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const template = templateOf(createdApp(), 'dr-control-plane');
const functions = resourcesOf(template, 'AWS::Lambda::Function');
const { primary, dr, control } = config.regions;
const named = (name: string) => functions.find(({ Properties }) => Properties.FunctionName === name)?.Properties;

describe('the stack', () => {
  it('is not deleted by mistake', () => {
    expect(createdApp().synth().getStackByName('dr-control-plane').terminationProtection).toBe(true);
  });
});

describe('the Lambdas', () => {
  it('are one for each row of each plan and one for each trigger', () => {
    const rows = Object.keys(stepRows).map((step) => `dr-${step}`);
    const triggers = [
      'decision',
      'close',
      'finalizer',
      'sweeper',
      'reconciler',
      'watch',
      'rehearsal',
      'costs',
      'look',
      'bot',
      'reporter',
    ];
    const names = functions.map(({ Properties }) => Properties.FunctionName).toSorted();
    expect(names).toEqual([...rows, ...triggers.map((id) => `dr-${id}`)].toSorted());
  });

  it('run Node 24 on arm64, log JSON to a log that is not kept for ever, and follow source maps', () => {
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.any(String) } },
        Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps' } },
      });
    }
    for (const { Properties } of resourcesOf(template, 'AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(90);
  });

  it('have an environment that has room left in the 4 KB that Lambda gives', () => {
    for (const { Properties } of functions) expect(JSON.stringify(Properties.Environment).length).toBeLessThan(1_000);
  });

  it('end after what they wait for: a last look that begins as the invocation ends', () => {
    for (const each of [...Object.keys(stepRows), 'watch', 'sweeper', 'reconciler']) {
      expect(named(`dr-${each}`).Timeout).toBeGreaterThanOrEqual(50 + 2 * 9);
    }
  });

  it('draw in Slack one at a time, because two that draw the same run would post twice', () => {
    expect(named('dr-reporter').ReservedConcurrentExecutions).toBe(1);
  });
});

describe('what costs something', () => {
  const COSTLY = ['Lambda::Function', 'S3::Bucket', 'SQS::Queue', 'KMS::Key', 'Logs::LogGroup', 'StepFunctions::StateMachine'];
  const tagged = expect.arrayContaining([{ Key: 'dr:application', Value: 'dr:platform' }]);

  it.each(COSTLY)('is tagged as the platform itself, so that AWS tells it from an application: %s', (type) => {
    const found = resourcesOf(template, `AWS::${type}`).map(({ Properties }) => Properties.Tags);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(found.map(() => tagged));
  });

  it('is tagged in every copy of the records too', () => {
    const [table] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
    expect(table?.Properties.Replicas).toEqual([1, 2, 3].map(() => expect.objectContaining({ Tags: tagged })));
  });
});

describe('the state machines', () => {
  it('are the generated definitions, Standard, logged and traced', () => {
    const machines = resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => Properties);
    expect(machines.map(({ StateMachineName }) => StateMachineName)).toEqual(Object.keys(plans).map((id) => `dr-${id}`));
    for (const machine of machines) {
      const plan = Object.values(plans).find(({ id }) => machine.StateMachineName === `dr-${id}`);
      expect(plan && JSON.parse(machine.DefinitionString)).toEqual(plan && toAsl(plan));
      expect(machine).toMatchObject({
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
    }
  });

  it.each(Object.values(plans))('of $id may invoke every Lambda that the definition names', (plan) => {
    const text = JSON.stringify(toAsl(plan));
    const called = new Set([...text.matchAll(/"FunctionName":"([^"]+)"/g)].map(([, name]) => name));
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
    const [, policy] = policies.find(([name]) => name.startsWith(`Plan${plan.id.replaceAll('-', '')}`)) ?? [];
    const statements: { Action: string; Resource: { 'Fn::GetAtt': [string] }[] }[] = policy?.Properties.PolicyDocument.Statement;
    const invoked = statements.find(({ Action }) => Action === 'lambda:InvokeFunction')?.Resource ?? [];
    const all = template.findResources('AWS::Lambda::Function') as Record<string, Resource>;
    expect(new Set(invoked.map((each) => all[each['Fn::GetAtt'][0]]?.Properties.FunctionName))).toEqual(called);
  });
});

describe('the records', () => {
  it('have the keys and indexes that the code asks for', () => {
    const { TableName, KeySchema, GlobalSecondaryIndexes, AttributeDefinitions, BillingMode } = tableDefinition('dr-state');
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName,
      KeySchema,
      BillingMode,
      AttributeDefinitions,
      GlobalSecondaryIndexes,
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
  });

  it('are copied to both Regions, each copy with its own key, restorable and protected', () => {
    const [table] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
    const replicas: Record<string, unknown>[] = table?.Properties.Replicas;
    expect(replicas.map(({ Region }) => Region).toSorted()).toEqual([primary, dr, control].toSorted());
    for (const replica of replicas) {
      expect(replica).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { KMSMasterKeyId: expect.anything() },
      });
    }
    expect(table?.DeletionPolicy).toBe('Retain');
  });

  it('tell the reporter, which halves what fails, gives up after four attempts, and tells the dead letters', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 3_600,
      DestinationConfig: { OnFailure: { Destination: {} } },
      FilterCriteria: {
        Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"__edb_e__":{"S":["entry"]}}}}' }],
      },
    });
  });
});

describe('what comes from outside', () => {
  it('is one path, throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: `POST ${SLACK_PATH}` });
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    expect(readFileSync('manifest.yml', 'utf8')).toContain(`https://dr.example.com${SLACK_PATH}`);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
  });
});

describe('the end of an execution', () => {
  it('is told to the finalizer, however it ended', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
    });
  });
});

describe('the clock', () => {
  const startedBy = (schedule: string): readonly string[] => {
    const all = template.findResources('AWS::Lambda::Function') as Record<string, Resource>;
    const rules = resourcesOf(template, 'AWS::Events::Rule').map(({ Properties }) => Properties);
    const rule = rules.find(({ ScheduleExpression }) => ScheduleExpression === schedule);
    const targets: { Arn: { 'Fn::GetAtt': [string] } }[] = rule.Targets;
    return targets.map(({ Arn }) => all[Arn['Fn::GetAtt'][0]]?.Properties.FunctionName).toSorted();
  };

  it('starts each minute the sweeper, the reconciler, the watch and the reporter, and keeps the look warm', () => {
    const started = ['dr-look', 'dr-reconciler', 'dr-reporter', 'dr-sweeper', 'dr-watch'];
    expect(startedBy('rate(1 minute)')).toEqual(started);
  });

  it('starts each day the dry runs and the look at the costs', () => {
    expect(startedBy('cron(0 6 * * ? *)')).toEqual(['dr-costs', 'dr-rehearsal']);
  });
});
