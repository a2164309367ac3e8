import { describe, expect, it } from 'vitest';
import { allows, type Statement, statementsOf } from './statements.ts';
import { config, createdApp, resourcesOf, templateOf } from './synthesized.ts';
import { readerOf, type TemplateJson } from './template-arns.ts';

const app = createdApp();
const { primary, dr } = config.regions;
const account = config.aws?.account ?? '';

/** What inside the network calls by itself, by who does: Lambda writes logs and makes interfaces, and RDS checks tokens, past the network. */
const CALLS = {
  'ecs-tasks.amazonaws.com': /^(ecr|logs|secretsmanager|s3):/,
  'lambda.amazonaws.com': /^(secretsmanager|dynamodb):/,
};

/** `<action> on <resource>` of everything that tasks and functions in the network of a Region may call. */
function callsIn(region: string): readonly (readonly [string, string])[] {
  return ['data', 'services', 'drills'].flatMap((what) => {
    const template = templateOf(app, `shop-${what}-${region}`).toJSON() as TemplateJson;
    const read = readerOf(template, { region, account });
    return Object.entries(template.Resources).flatMap(([role, { Type, Properties }]) => {
      if (Type !== 'AWS::IAM::Role') return [];
      const service: unknown = Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service;
      const called = CALLS[service as keyof typeof CALLS];
      if (called === undefined) return [];
      return statementsOf(template, role, read).flatMap(({ actions, resources }) =>
        actions.filter((action) => called.test(action)).flatMap((action) => resources.map((each) => [action, each] as const)),
      );
    });
  });
}

describe.each([primary, dr])('the endpoints in %s', (region) => {
  const template = templateOf(app, `shop-network-${region}`);
  const endpoints = resourcesOf(template, 'AWS::EC2::VPCEndpoint').map(({ Properties }) => Properties);
  const read = readerOf(template.toJSON() as TemplateJson, { region, account });
  const through: readonly Statement[] = endpoints.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map(({ Action, Resource }: { Action: string | string[]; Resource: unknown }) => ({
      actions: [Action].flat(),
      resources: [Resource].flat().map(read),
    })),
  );

  const calls = callsIn(region);

  it('let through whatever tasks and functions in the network may call', () => {
    const services = new Set(calls.map(([action]) => action.split(':')[0]));
    expect(services).toEqual(new Set(['dynamodb', 'ecr', 'logs', 's3', 'secretsmanager']));
    expect(calls.filter(([action, resource]) => !allows(through, action, resource))).toEqual([]);
  });

  it("let image layers come from ECR's own bucket of the Region", () => {
    expect(allows(through, 's3:GetObject', `arn:aws:s3:::prod-${region}-starport-layer-bucket/a-layer`)).toBe(true);
  });

  it('are what the names of AWS lead to from both private subnets', () => {
    const [{ Properties: network } = { Properties: {} }] = resourcesOf(template, 'AWS::EC2::VPC');
    expect(network).toMatchObject({ EnableDnsHostnames: true, EnableDnsSupport: true });
    const isPrivate = ({ Ref }: { Ref: string }) => Ref.includes('private');
    for (const { VpcEndpointType, SubnetIds, RouteTableIds } of endpoints) {
      const ways: { Ref: string }[] = VpcEndpointType === 'Gateway' ? RouteTableIds : SubnetIds;
      expect([new Set(ways.map(({ Ref }) => Ref)).size, ways.every(isPrivate)]).toEqual([2, true]);
    }
  });
});
