import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { alike } from './alike.ts';
import { attachedApp, config, createdApp, type makeApp, resourcesOf, templateOf } from './synthesized.ts';

const { primary, dr, control } = config.regions;
const app = createdApp();
const appWithAgents = attachedApp();

describe('the key of the records', () => {
  it('is one of each Region, under the alias by which the table finds it', () => {
    for (const stack of [`dr-keys-${primary}`, `dr-keys-${dr}`, 'dr-control-plane']) {
      templateOf(app, stack).hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/dr-records' });
      templateOf(app, stack).hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    }
    const [table] = resourcesOf(templateOf(app, 'dr-control-plane'), 'AWS::DynamoDB::GlobalTable');
    for (const { Region, SSESpecification } of table?.Properties.Replicas ?? []) {
      if (Region === control) continue;
      expect(JSON.stringify(SSESpecification)).toContain(`:kms:${Region}:${config.aws?.account}:alias/dr-records`);
    }
  });

  it('opens to whoever may use the table, and only through DynamoDB', () => {
    const [key] = resourcesOf(templateOf(app, `dr-keys-${dr}`), 'AWS::KMS::Key');
    const statements: { Sid?: string; Condition?: object }[] = key?.Properties.KeyPolicy.Statement;
    expect(statements.find(({ Sid }) => Sid === 'ThroughDynamoDB')?.Condition).toEqual({
      StringEquals: { 'kms:CallerAccount': config.aws?.account },
      StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
    });
  });
});

describe.each([primary, dr])("the key of an application's data in %s", (region) => {
  const [key] = resourcesOf(templateOf(app, `dr-keys-${region}`), 'AWS::KMS::Key').filter(({ Properties }) =>
    Properties.Description.startsWith('Database and secrets of shop'),
  );

  it('is changed each year', () => {
    expect(key?.Properties).toMatchObject({ EnableKeyRotation: true });
    expect(key?.Properties).not.toHaveProperty('RotationPeriodInDays');
  });

  it('opens to the account, and to whoever may read a secret of it, only through Secrets Manager of the Region', () => {
    const [owner, reader, ...more]: { Principal: object; Condition?: object }[] = key?.Properties.KeyPolicy.Statement ?? [];
    expect(more).toEqual([]);
    expect(JSON.stringify(owner?.Principal)).toContain(`${config.aws?.account}:root`);
    expect(reader?.Condition).toEqual({
      StringEquals: {
        'kms:CallerAccount': config.aws?.account,
        'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
      },
    });
  });
});

it('the keys are the same in both Regions', () => {
  const [here, there] = [primary, dr].map((region) => alike(templateOf(app, `dr-keys-${region}`), { [region]: '<region>' }));
  expect(there).toEqual(here);
});

describe('the stacks of an application', () => {
  it('cost their application, and not the platform', () => {
    const [log] = resourcesOf(templateOf(createdApp(), `shop-network-${dr}`), 'AWS::Logs::LogGroup');
    expect(log?.Properties.Tags).toContainEqual({ Key: 'dr:application', Value: 'shop' });
  });
});

describe('the agents', () => {
  it('are made where dr.yml names their networks, and nowhere else', () => {
    const stacks = (of: ReturnType<typeof makeApp>) => of.node.children.map(({ node }) => node.id);
    expect(stacks(app).filter((id) => id.startsWith('dr-agents'))).toEqual([]);
    expect(stacks(appWithAgents)).toEqual(expect.arrayContaining([`dr-agents-${primary}`, `dr-agents-${dr}`]));
  });

  const template: Template = templateOf(appWithAgents, `dr-agents-${dr}`);
  const functions = resourcesOf(template, 'AWS::Lambda::Function');
  const statementsOf = (
    duty: 'look' | 'act',
  ): readonly { Action: string | string[]; Resource: unknown; Condition?: object }[] => {
    const role = functions.find(({ Properties }) => Properties.Environment.Variables.DR_DUTY === duty)?.Properties.Role;
    const { Policies } = template.findResources('AWS::IAM::Role')[role['Fn::GetAtt'][0]]?.Properties ?? {};
    return Policies.flatMap(({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement);
  };
  const statementsOn = (duty: 'look' | 'act', service: string) =>
    statementsOf(duty).filter(({ Action }) => [Action].flat().some((action) => action.startsWith(`${service}:`)));

  it('are two functions in the network of their database, which trust its authority and cost their application: one looks, one acts', () => {
    for (const [name, duty] of [
      ['dr-agent-shop', 'look'],
      ['dr-agent-shop-act', 'act'],
    ]) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: name,
        VpcConfig: { SubnetIds: ['subnet-0123456789abcdef1'], SecurityGroupIds: ['sg-0123456789abcdef1'] },
        Environment: {
          Variables: {
            DR_DUTY: duty,
            DR_APPLICATION: 'shop',
            DR_DATABASE_HOST: 'shop-dr.example.us-west-2.rds.amazonaws.com',
            NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
          },
        },
      });
    }
    expect(functions).toHaveLength(2);
    for (const { Properties } of [...functions, ...resourcesOf(template, 'AWS::Logs::LogGroup')]) {
      expect(Properties.Tags).toEqual([{ Key: 'dr:application', Value: 'shop' }]);
    }
  });

  it.each(['look', 'act'] as const)('may log in to the databases of their own Region only, to %s', (duty) => {
    const [login, ...more] = statementsOn(duty, 'rds-db');
    expect(more).toEqual([]);
    expect(login?.Action).toBe('rds-db:connect');
    expect(login?.Resource).toBe(`arn:aws:rds-db:${dr}:${config.aws?.account}:dbuser:*/dr_agent`);
    const services = statementsOf(duty).flatMap(({ Action }) => [Action].flat().map((action) => action.split(':')[0]));
    expect(new Set(services)).toEqual(new Set(['logs', 'rds-db', 'ec2', ...(duty === 'act' ? ['dynamodb'] : [])]));
  });

  it('may read one item of the records, in their own Region, to act, and nothing of them to look', async () => {
    expect(statementsOn('act', 'dynamodb')).toEqual([
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: `arn:aws:dynamodb:${dr}:${config.aws?.account}:table/${config.aws?.table}`,
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['$dr#application_shop'] } },
      },
    ]);
    const records = await startRecords();
    const client = labDynamoClient(records.url);
    const claim = await dynamoRecords(client, TABLE).claims.take('shop', 1);
    const key = { pk: '$dr#application_shop', sk: '$claim_1' };
    const { Item } = await client.send(new GetCommand({ TableName: TABLE, Key: key }));
    await records.stop();
    expect(Item).toMatchObject({ application: 'shop', run: claim.run });
  });

  it('are woken each minute to look after their Region, and to stay awake', () => {
    const [rule, ...more] = resourcesOf(template, 'AWS::Events::Rule');
    expect(more).toEqual([]);
    const targets: { Arn: { 'Fn::GetAtt': string[] }; Input: string }[] = rule?.Properties.Targets;
    const told = targets.map(({ Arn, Input }) => [
      template.findResources('AWS::Lambda::Function')[Arn['Fn::GetAtt'][0] ?? '']?.Properties.FunctionName,
      JSON.parse(Input),
    ]);
    expect(rule?.Properties.ScheduleExpression).toBe('rate(1 minute)');
    expect(told).toEqual([
      ['dr-agent-shop-act', { ask: 'wake' }],
      ['dr-agent-shop', { ask: 'observe' }],
    ]);
  });
});
