import { Stack } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { secretArn, secretNames } from '../../orchestrator/aws/secret-names.ts';
import { limitsOf } from '../../orchestrator/domain/duty.ts';
import { dutyOf } from '../active-side.ts';
import { BalancedService } from '../constructs/balanced-service.ts';
import { PublicBalancer } from '../constructs/public-balancer.ts';
import type { TaskStores } from '../constructs/task-roles.ts';
import type { CreatedProps } from '../reference.ts';
import type { Network } from './network.ts';
import type { Storage } from './storage.ts';

/** What the services of a Region stand on. */
export interface ServicesProps extends CreatedProps {
  readonly network: Network;
  readonly storage: Storage;
  /** The endpoint of this Region's instance. */
  readonly databaseHost: string;
  /** The application's key in this Region. */
  readonly key: IKey;
}

/** The services of an application in one Region, and the load balancer in front of them. */
export class Services extends Stack {
  constructor(scope: Construct, id: string, props: ServicesProps) {
    const { config, application, side, codeOf: _, network, storage, databaseHost: __, key: ___, ...rest } = props;
    super(scope, id, rest);
    const { aws, domain, services } = application;
    // The rules between the groups are the network's: nothing here adds to them.
    const group = (name: 'balancer' | 'services') =>
      SecurityGroup.fromSecurityGroupId(this, name, network.groups[name].securityGroupId, { mutable: false });
    const balancer = new PublicBalancer(this, 'Public', {
      name: aws.balancers[side].name,
      domain,
      ownName: new URL(aws.balancers[side].url).hostname,
      zone: platformOnAws(config).hostedZone,
      vpc: network.vpc,
      group: group('balancer'),
      logs: storage.logs,
    });
    // The class says less of its optional properties than its own interface asks.
    const cluster = new Cluster(this, 'Cluster', {
      clusterName: aws.cluster[side],
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
    const tasks = group('services');
    const duty = dutyOf(this, config, application, side);
    for (const [at, [name, made]] of Object.entries(aws.create.services).entries()) {
      const limits = services[name];
      if (limits === undefined) continue;
      const capacity = limitsOf(limits, duty);
      const uses = new Set(made.uses);
      new BalancedService(this, name, {
        ...{ name, application, made, capacity, cluster, vpc: network.vpc, group: tasks },
        ...{ listener: balancer.listener, priority: at + 1 },
        stores: storesOf(uses, props),
        environment: environmentOf(uses, props),
      });
    }
  }
}

type Uses = ReadonlySet<'database' | 'bucket'>;

const storesOf = (uses: Uses, { config, application, side, key }: ServicesProps): TaskStores => ({
  key: key.keyArn,
  secret: uses.has('database') ? secretArn(config, config.regions[side], secretNames(application).writer) : null,
  bucket: uses.has('bucket') ? `arn:aws:s3:::${application.aws.buckets[side]}` : null,
});

/** What `lab/app/container/environment.ts` reads. The secret is replicated under its name, and its host is the primary's. */
const environmentOf = (uses: Uses, { application, side, databaseHost }: ServicesProps): Readonly<Record<string, string>> => ({
  ...(uses.has('bucket') ? { BUCKET: application.aws.buckets[side] } : {}),
  ...(uses.has('database')
    ? {
        DATABASE_HOST: databaseHost,
        DATABASE_NAME: application.database.name,
        DATABASE_SECRET: secretNames(application).writer,
      }
    : {}),
});
