import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { activeContext, leftContext } from '../../infra/active-side.ts';
import { alike } from './alike.ts';
import { config, createdApp, makeApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const { primary, dr } = config.regions;
const account = config.aws?.account;
const app = createdApp();
const services = (region: string, of = app): Template => templateOf(of, `shop-services-${region}`);
const templates = [primary, dr].map((region): [string, Template] => [region, services(region)]);

/** What a policy of a role says, by the role's place in the tree. */
function statementsOf(template: Template, role: RegExp): { Action: string | string[]; Resource: unknown; Condition?: object }[] {
  const roles = Object.entries(template.findResources('AWS::IAM::Role') as Record<string, Resource>);
  const found = roles.filter(([id]) => role.test(id)).flatMap(([, { Properties }]) => Properties.Policies ?? []);
  return found.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe.each(templates)('the services in %s', (region, template) => {
  const made = resourcesOf(template, 'AWS::ECS::Service').map(({ Properties }) => Properties);
  const tasks = resourcesOf(template, 'AWS::ECS::TaskDefinition').map(({ Properties }) => Properties);

  it('have the names of dr.yml, in the cluster of dr.yml, which is measured', () => {
    template.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterName: 'shop',
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
    expect(made.map(({ ServiceName }) => ServiceName)).toEqual(['frontend', 'backend']);
  });

  it('run on Fargate in the private subnets, without a public address, a Cloud Map or a way in for people', () => {
    for (const {
      LaunchType,
      NetworkConfiguration,
      ServiceRegistries,
      ServiceConnectConfiguration,
      EnableExecuteCommand,
    } of made) {
      expect(LaunchType).toBe('FARGATE');
      expect(NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
      expect(JSON.stringify(NetworkConfiguration.AwsvpcConfiguration.Subnets).match(/VpcprivateSubnet/g)).toHaveLength(2);
      expect([ServiceRegistries, ServiceConnectConfiguration]).toEqual([undefined, undefined]);
      expect(EnableExecuteCommand).not.toBe(true);
    }
  });

  it('take back a deployment that fails, and never have fewer healthy tasks because of one', () => {
    for (const { DeploymentConfiguration } of made) {
      expect(DeploymentConfiguration).toMatchObject({
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
      });
    }
    for (const { HealthCheckGracePeriodSeconds } of made) expect(HealthCheckGracePeriodSeconds).toBe(60);
  });

  it('say nothing of how many tasks there are: autoscaling does, within the limits of dr.yml', () => {
    for (const service of made) expect(service).not.toHaveProperty('DesiredCount');
    const limits = resourcesOf(template, 'AWS::ApplicationAutoScaling::ScalableTarget').map(({ Properties }) => Properties);
    expect(limits.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity])).toEqual(
      region === primary
        ? [
            [2, 10],
            [2, 10],
          ]
        : [
            [1, 10],
            [1, 10],
          ],
    );
    const policies = resourcesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(({ Properties }) => Properties);
    expect(policies.map(({ TargetTrackingScalingPolicyConfiguration: followed }) => followed)).toEqual(
      ['frontend', 'backend'].map(() => ({
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        TargetValue: 60,
      })),
    );
  });

  it('run on arm64, not as root, on a file system that cannot be written to, and log', () => {
    for (const { RuntimePlatform, ContainerDefinitions } of tasks) {
      expect(RuntimePlatform).toEqual({ CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' });
      expect(ContainerDefinitions).toHaveLength(1);
      expect(ContainerDefinitions[0]).toMatchObject({
        ReadonlyRootFilesystem: true,
        User: '1000',
        StopTimeout: 30,
        LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
        LogConfiguration: { LogDriver: 'awslogs' },
      });
    }
    expect(tasks.map(({ Cpu, Memory }) => [Cpu, Memory])).toEqual([
      ['256', '512'],
      ['512', '1024'],
    ]);
  });

  it("take their images from the Region's own registry, by the tags of dr.yml", () => {
    const images = tasks.map(({ ContainerDefinitions }) => JSON.stringify(ContainerDefinitions[0].Image));
    for (const [at, name] of ['frontend', 'backend'].entries()) {
      expect(images[at]).toContain(`"${account}.dkr.ecr.${region}."`);
      expect(images[at]).toContain(`/shop/${name}:1.0.0`);
    }
  });

  it('are told where they are, and the backend besides where its bucket, its database and its secret are', () => {
    const [frontend, backend] = tasks.map(({ ContainerDefinitions }) =>
      Object.fromEntries(
        ContainerDefinitions[0].Environment.map(({ Name, Value }: { Name: string; Value: unknown }) => [Name, Value]),
      ),
    );
    expect(frontend).toEqual({ APPLICATION: 'shop', AWS_REGION: region, PORT: '8080' });
    expect(backend).toEqual({
      ...frontend,
      BUCKET: `shop-data-${region}`,
      DATABASE_HOST: expect.anything(),
      DATABASE_NAME: 'shop',
      DATABASE_SECRET: expect.anything(),
    });
    for (const { ContainerDefinitions } of tasks) expect(ContainerDefinitions[0].Secrets).toBeUndefined();
  });

  it("lets the frontend do nothing, and the backend read its secret and have its objects, by this Region's keys", () => {
    expect(statementsOf(template, /^frontendRolesApplication/)).toEqual([]);
    const allowed = statementsOf(template, /^backendRolesApplication/);
    expect(allowed.map(({ Action }) => Action)).toEqual([
      'secretsmanager:GetSecretValue',
      'kms:Decrypt',
      ['s3:GetObject', 's3:PutObject'],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    ]);
    expect(allowed[1]?.Condition).toEqual({ StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } });
    expect(allowed[2]?.Resource).toBe(`arn:aws:s3:::shop-data-${region}/*`);
    expect(allowed[3]?.Condition).toEqual({ StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } });
    for (const { Resource } of allowed) expect(Resource).not.toBe('*');
  });

  it.each(['frontend', 'backend'])('lets ECS pull the images of %s, write its log, and nothing else', (name) => {
    const allowed = statementsOf(template, new RegExp(`^${name}RolesExecution`));
    expect(allowed.map(({ Action }) => Action)).toEqual([
      'ecr:GetAuthorizationToken',
      ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
    expect(JSON.stringify(allowed[1]?.Resource)).toContain(`:ecr:${region}:${account}:repository/shop/${name}`);
    expect(JSON.stringify(allowed[2]?.Resource)).toContain(`${name}Log`);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('have roles that ECS takes for this account alone', () => {
    for (const { Properties } of resourcesOf(template, 'AWS::IAM::Role')) {
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ]);
    }
  });
});

describe('the services of the two Regions', () => {
  it('differ in nothing but their least capacity', () => {
    const words = { [primary]: '<region>', [dr]: '<region>' };
    const [here, there] = [
      alike(services(primary), words),
      alike(services(dr), { ...words, '"MinCapacity":1': '"MinCapacity":2' }),
    ];
    expect(there).toEqual(here);
  });

  it('swap their capacities when they are deployed while the DR Region is active, and have none where the application left', () => {
    const least = (region: string, of: typeof app) =>
      resourcesOf(services(region, of), 'AWS::ApplicationAutoScaling::ScalableTarget').map(
        ({ Properties }) => Properties.MinCapacity,
      );
    const followed = makeApp(config, { [activeContext('shop')]: dr });
    expect([least(primary, followed), least(dr, followed)]).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const left = makeApp(config, { [activeContext('shop')]: dr, [leftContext('shop')]: primary });
    expect([least(primary, left), least(dr, left)]).toEqual([
      [0, 0],
      [2, 2],
    ]);
  }, 120_000);
});
