import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { Region } from '../domain/region.ts';
import { type Connection, PATIENCE, PATIENCE_WITH_AGENTS } from './patience.ts';

/** The client of one Region; the same one every time. */
export type Regional<Client> = (region: Region) => Client;

/** What a world is made of: a client for each service and Region that is asked. */
export interface Clients {
  readonly rds: Regional<RDSClient>;
  readonly agents: Regional<LambdaClient>;
  readonly ecs: Regional<ECSClient>;
  readonly scaling: Regional<ApplicationAutoScalingClient>;
  readonly balancing: Regional<ElasticLoadBalancingV2Client>;
  readonly s3: Regional<S3Client>;
  readonly cloudwatch: Regional<CloudWatchClient>;
  readonly ecr: Regional<ECRClient>;
  readonly quotas: Regional<ServiceQuotasClient>;
  /** Route 53's control plane is in us-east-1 alone. */
  readonly route53: Route53Client;
}

/**
 * Clients of both sides, each made when it is first asked for. They sign with the credentials that the Lambda was given, so
 * that no call needs STS; `AWS_ENDPOINT_URL…` is honoured by the SDK.
 */
export function awsClients(connection: Connection = {}): Clients {
  const patient = { ...PATIENCE, ...connection };
  let route53: Route53Client | undefined;
  return {
    rds: regional((region) => new RDSClient({ region, ...patient })),
    agents: regional((region) => new LambdaClient({ region, ...PATIENCE_WITH_AGENTS, ...connection })),
    ecs: regional((region) => new ECSClient({ region, ...patient })),
    scaling: regional((region) => new ApplicationAutoScalingClient({ region, ...patient })),
    balancing: regional((region) => new ElasticLoadBalancingV2Client({ region, ...patient })),
    s3: regional((region) => new S3Client({ region, ...patient })),
    cloudwatch: regional((region) => new CloudWatchClient({ region, ...patient })),
    ecr: regional((region) => new ECRClient({ region, ...patient })),
    quotas: regional((region) => new ServiceQuotasClient({ region, ...patient })),
    get route53() {
      route53 ??= new Route53Client({ region: 'us-east-1', ...patient });
      return route53;
    },
  };
}

function regional<Client>(make: (region: Region) => Client): Regional<Client> {
  const made = new Map<Region, Client>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}
