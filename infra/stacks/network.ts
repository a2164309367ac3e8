import { Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { FlowLogDestination, FlowLogTrafficType, IpAddresses, type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { NetworkEndpoints } from '../constructs/network-endpoints.ts';
import { NetworkGroups } from '../constructs/network-groups.ts';
import type { CreatedProps } from '../reference.ts';

/**
 * The network of an application in one Region: public subnets for the load balancer and private ones without a way out for
 * everything else, in two zones, and the rules of who reaches whom.
 */
export class Network extends Stack {
  readonly vpc: IVpc;
  readonly groups: NetworkGroups;

  constructor(scope: Construct, id: string, { config, application, side, ...rest }: CreatedProps) {
    super(scope, id, rest);
    const { create, buckets } = application.aws;
    const logGroup = new LogGroup(this, 'FlowLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The class says less of its optional properties than its own interface asks.
    const vpc = new Vpc(this, 'Vpc', {
      vpcName: id,
      ipAddresses: IpAddresses.cidr(create.network[side]),
      availabilityZones: [...(create.zones?.[side] ?? this.availabilityZones)],
      natGateways: 0,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 },
      ],
      flowLogs: {
        all: { destination: FlowLogDestination.toCloudWatchLogs(logGroup), trafficType: FlowLogTrafficType.ALL },
      },
    }) as IVpc;
    this.vpc = vpc;
    const servicePorts = Object.values(create.services).map(({ port }) => port);
    this.groups = new NetworkGroups(this, 'Groups', { vpc, region: this.region, servicePorts });
    const { table } = platformOnAws(config);
    new NetworkEndpoints(this, 'Endpoints', { vpc, group: this.groups.endpoints, bucket: buckets[side], table });
  }

  /** Two of the Region's zones, told while deploying: the account of dr.yml would make CDK ask AWS beforehand. */
  override get availabilityZones(): string[] {
    return [0, 1].map((at) => Fn.select(at, Fn.getAzs()));
  }
}
