import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  Capability,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { CreatedApplication } from '../reference.ts';
import { acknowledge } from './acknowledge.ts';
import { TaskRoles, type TaskStores } from './task-roles.ts';

/** How tasks of a service are made. */
export interface TaskDefinitionProps {
  /** Its name in dr.yml, which is that of its container. */
  readonly name: string;
  /** What its family and its log are called after; absent, its name. */
  readonly kind?: string;
  readonly application: CreatedApplication;
  readonly made: CreatedApplication['aws']['create']['services'][string];
  readonly stores: TaskStores;
  readonly environment: Readonly<Record<string, string>>;
  /** What the names of its roles begin with; absent, CDK chooses them. */
  readonly roles?: string;
}

/** The user `node` of Node's images; a task is not root whatever its image says. */
const USER = '1000';

/** Adds the task definition of a service, its log and its roles to a construct. */
export function taskDefinitionOf(scope: Construct, props: TaskDefinitionProps): FargateTaskDefinition {
  const { name, kind = name, application, made, stores, environment, roles: prefix } = props;
  const { region } = Stack.of(scope);
  const log = new LogGroup(scope, 'Log', {
    logGroupName: `/ecs/${application.id}/${kind}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const named = prefix === undefined ? {} : { prefix };
  const roles = new TaskRoles(scope, 'Roles', { repository: made.repository, log, stores, ...named });
  const definition = new FargateTaskDefinition(scope, 'Tasks', {
    family: `${application.id}-${kind}`,
    cpu: made.cpu,
    memoryLimitMiB: made.memory,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    executionRole: roles.execution.withoutPolicyUpdates(),
    taskRole: roles.application.withoutPolicyUpdates(),
  });
  const linux = new LinuxParameters(scope, 'Linux');
  linux.dropCapabilities(Capability.ALL);
  definition.addContainer(name, {
    image: ContainerImage.fromEcrRepository(Repository.fromRepositoryName(scope, 'Images', made.repository), made.tag),
    environment: { APPLICATION: application.id, AWS_REGION: region, PORT: String(made.port), ...environment },
    portMappings: [{ containerPort: made.port }],
    readonlyRootFilesystem: true,
    user: USER,
    linuxParameters: linux,
    stopTimeout: Duration.seconds(30),
    logging: LogDrivers.awsLogs({ logGroup: log, streamPrefix: name }),
  });
  acknowledge(definition, 'AwsSolutions-ECS2', {
    '': 'Names of what is in this Region; the password is in the secret they name.',
  });
  return definition;
}
