import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { config, makeApp, resourcesOf, templateOf, withAgents } from './synthesized.ts';

const { primary, dr, control } = config.regions;

describe('the key of the records', () => {
  it('is one of each Region, under the alias by which the table finds it', () => {
    const app = makeApp();
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
    const [key] = resourcesOf(templateOf(makeApp(), `dr-keys-${dr}`), 'AWS::KMS::Key');
    const statements: { Sid?: string; Condition?: object }[] = key?.Properties.KeyPolicy.Statement;
    expect(statements.find(({ Sid }) => Sid === 'ThroughDynamoDB')?.Condition).toEqual({
      StringEquals: { 'kms:CallerAccount': config.aws?.account },
      StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
    });
  });
});

describe('the stacks of an application', () => {
  it('cost their application, and not the platform', () => {
    const [log] = resourcesOf(templateOf(makeApp(), `shop-network-${dr}`), 'AWS::Logs::LogGroup');
    expect(log?.Properties.Tags).toContainEqual({ Key: 'dr:application', Value: 'shop' });
  });
});

describe('the agents', () => {
  it('are made where dr.yml names their networks, and nowhere else', () => {
    const stacks = (app: ReturnType<typeof makeApp>) => app.node.children.map(({ node }) => node.id);
    expect(stacks(makeApp()).filter((id) => id.startsWith('dr-agents'))).toEqual([]);
    expect(stacks(makeApp(withAgents))).toEqual(expect.arrayContaining([`dr-agents-${primary}`, `dr-agents-${dr}`]));
  });

  it('are in the network of their database, trust its authority, may do nothing but log in, and cost their application', () => {
    const template: Template = templateOf(makeApp(withAgents), `dr-agents-${dr}`);
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'dr-agent-shop',
      VpcConfig: { SubnetIds: ['subnet-0123456789abcdef1'], SecurityGroupIds: ['sg-0123456789abcdef1'] },
      Environment: {
        Variables: {
          DR_APPLICATION: 'shop',
          DR_DATABASE_HOST: 'shop-dr.example.us-west-2.rds.amazonaws.com',
          NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
        },
      },
    });
    const tags = [...resourcesOf(template, 'AWS::Lambda::Function'), ...resourcesOf(template, 'AWS::Logs::LogGroup')];
    for (const { Properties } of tags) expect(Properties.Tags).toEqual([{ Key: 'dr:application', Value: 'shop' }]);
    const actions = resourcesOf(template, 'AWS::IAM::Role')
      .flatMap(({ Properties }) => Properties.Policies)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action }) => Action as string | string[]);
    const services = new Set(actions.map((action) => action.split(':')[0]));
    expect(services).toEqual(new Set(['logs', 'rds-db', 'ec2']));
    expect(actions.filter((action) => action.startsWith('rds-db:'))).toEqual(['rds-db:connect']);
  });
});
