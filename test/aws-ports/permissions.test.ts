import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agentPermissions } from '../../orchestrator/aws/agent.ts';
import { costPermissions } from '../../orchestrator/aws/costs.ts';
import { databasePermissions } from '../../orchestrator/aws/database.ts';
import { drillPermissions } from '../../orchestrator/aws/drills/permissions.ts';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import { readinessPermissions } from '../../orchestrator/aws/readiness/readiness.ts';
import { rebuildPermissions } from '../../orchestrator/aws/rebuild/permissions.ts';
import { recordsPermissions } from '../../orchestrator/aws/records/permissions.ts';
import { rotationPermissions } from '../../orchestrator/aws/secret-versions.ts';
import { slackSecretPermissions } from '../../orchestrator/aws/secrets.ts';
import { servicesPermissions } from '../../orchestrator/aws/services.ts';
import { storagePermissions } from '../../orchestrator/aws/storage.ts';
import { trafficPermissions } from '../../orchestrator/aws/traffic.ts';
import { workflowPermissions } from '../../orchestrator/aws/workflow.ts';
import { triggerNeeds } from '../../orchestrator/lambdas/needs.ts';
import { permissionsFor } from '../../orchestrator/lambdas/permissions.ts';
import { config, dr, primary, shop } from './shop.ts';

const ALL: readonly Permission[] = [
  databasePermissions,
  agentPermissions,
  servicesPermissions,
  trafficPermissions,
  storagePermissions,
  readinessPermissions,
  workflowPermissions,
  costPermissions,
  drillPermissions,
  rebuildPermissions,
]
  .flatMap((port): Permission[] => Object.values(port).flat())
  .concat(slackSecretPermissions, rotationPermissions, Object.values(recordsPermissions));

/** The prefix that IAM has for an SDK package, where it is another. */
const PREFIXES: Readonly<Record<string, string>> = {
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'application-auto-scaling': 'application-autoscaling',
  'secrets-manager': 'secretsmanager',
  'service-quotas': 'servicequotas',
  'route-53': 'route53',
  sfn: 'states',
  'cost-explorer': 'ce',
};
/** Calls whose action has another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
};

/** Calls that the adapters make, as actions, from what they import from the SDK. */
function called(): readonly string[] {
  const imports = globSync('orchestrator/aws/**/*.ts').flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g),
  ]);
  return imports.flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/(\w+)Command\b/g)].map(([, name]) => {
      const action = `${PREFIXES[client] ?? client}:${name}`;
      return ACTIONS[action] ?? action;
    }),
  );
}

const onRecords = ['PutItem', 'GetItem', 'UpdateItem', 'Query'].map((name) => `dynamodb:${name}`);

describe('the permissions of the adapters', () => {
  it('allow every call that is made', () => {
    const allowed = new Set(ALL.flatMap(({ actions }) => actions));
    expect(called().length).toBeGreaterThan(10);
    expect(called().filter((action) => !allowed.has(action))).toEqual([]);
  });

  it('allow nothing that is not called, save what AWS is written to need behind a call', () => {
    const behind = ALL.filter(({ source }) => source !== undefined).flatMap(({ actions }) => actions);
    const calls = new Set([...called(), ...behind, ...onRecords]);
    expect(ALL.flatMap(({ actions }) => actions).filter((action) => !calls.has(action))).toEqual([]);
  });

  it('name where it is written for each action that is no call', () => {
    expect(ALL.flatMap(({ source }) => source ?? []).every((source) => source.startsWith('https://docs.aws.amazon.com/'))).toBe(
      true,
    );
  });

  it('name what dr.yml names, in both Regions, because a plan works in both directions', () => {
    expect(databasePermissions.promote.flatMap(({ resources }) => resources(config, shop))).toEqual([
      `arn:aws:rds:${primary}:123456789012:db:shop-primary`,
      `arn:aws:rds:${dr}:123456789012:db:shop-dr`,
    ]);
    expect(agentPermissions.fence.flatMap(({ resources }) => resources(config, shop))).toEqual([
      `arn:aws:lambda:${primary}:123456789012:function:dr-agent-shop-act`,
      `arn:aws:lambda:${dr}:123456789012:function:dr-agent-shop-act`,
    ]);
  });

  it('leave everything open only to actions that take no resource', () => {
    const open = ALL.filter(({ resources }) => resources(config, shop).includes('*')).flatMap(({ actions }) => actions);
    expect(new Set(open)).toEqual(
      new Set([
        'application-autoscaling:DescribeScalableTargets',
        'elasticloadbalancing:DescribeTargetHealth',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeLoadBalancerAttributes',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:ListMetrics',
        'cloudwatch:GetMetricData',
        'ecs:DescribeTaskDefinition',
        'ecs:ListTasks',
        'servicequotas:GetAWSDefaultServiceQuota',
        'route53:GetCheckerIpRanges',
        'ce:GetCostAndUsage',
      ]),
    );
  });

  it('of an application that is moved by flags touch no record, and the other way round', () => {
    const records = {
      ...shop,
      aws: { ...shop.aws, traffic: 'records' as const, records: [{ name: 'app.example.com', type: 'A' as const }] },
    };
    const touched = (application: typeof shop, permissions = trafficPermissions.shift): readonly string[] =>
      permissions.filter(({ resources }) => resources(config, application).length > 0).flatMap(({ actions }) => actions);
    expect(touched(shop)).toEqual(['s3:PutObject', 's3:DeleteObject']);
    expect(touched(records)).toEqual(['route53:ChangeResourceRecordSets', 'route53:GetChange']);
    expect(touched(records, trafficPermissions.look)).toEqual([]);
    const ofReconciler = permissionsFor(triggerNeeds.reconciler).filter(({ actions }) =>
      /^(s3:Put|route53)/.test(actions.join()),
    );
    expect(touched(shop, ofReconciler)).toEqual(['s3:PutObject', 's3:DeleteObject']);
    expect(touched(records, ofReconciler)).toEqual([]);
  });
});
