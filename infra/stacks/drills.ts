import { Stack } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Cluster, FargateService, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { drillService } from '../../orchestrator/aws/drills/names.ts';
import { secretArn, secretNames } from '../../orchestrator/aws/secret-names.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { taskDefinitionOf } from '../constructs/task-definition.ts';
import type { CreatedProps } from '../reference.ts';
import type { Network } from './network.ts';

/** What drills stand on. */
export interface DrillsProps extends CreatedProps {
  readonly network: Network;
  /** The application's key in this Region. */
  readonly key: IKey;
}

/**
 * How tasks of a drill are made, one service of ECS for each of the application's, which runs none by itself: a drill starts one
 * of each with the host of its own database. They get the writers' secret and no bucket, and no load balancer leads to them.
 */
export class Drills extends Stack {
  constructor(scope: Construct, id: string, props: DrillsProps) {
    const { config, application, side, codeOf: _, network, key, ...rest } = props;
    super(scope, id, rest);
    const { aws, database } = application;
    const group = SecurityGroup.fromSecurityGroupId(this, 'Group', network.groups.drillTasks.securityGroupId, { mutable: false });
    const { vpc } = network;
    // The class says less of its optional properties than its own interface asks.
    const cluster = Cluster.fromClusterAttributes(this, 'Cluster', { clusterName: aws.cluster[side], vpc }) as ICluster;
    const secret = secretNames(application).writer;
    for (const [name, made] of Object.entries(aws.create.services)) {
      const usesDatabase = made.uses.includes('database');
      const inside = new Construct(this, name);
      const taskDefinition = taskDefinitionOf(inside, {
        ...{ name, kind: drillService(name), application, made, roles: `${application.id}-drill-${name}` },
        stores: { key: key.keyArn, secret: usesDatabase ? secretArn(config, this.region, secret) : null, bucket: null },
        environment: usesDatabase ? { DATABASE_NAME: database.name, DATABASE_SECRET: secret } : {},
      });
      const service = new FargateService(inside, 'Service', {
        serviceName: drillService(name),
        cluster,
        taskDefinition,
        desiredCount: 0,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        securityGroups: [group],
        assignPublicIp: false,
        minHealthyPercent: 0,
        enableExecuteCommand: false,
      });
      acknowledge(service, '@aws-cdk/aws-ecs:shouldUseCircuitBreaker', { '': 'No deployment of it starts a task.' });
    }
  }
}
