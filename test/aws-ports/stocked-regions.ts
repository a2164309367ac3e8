import known from '../../orchestrator/aws/route53-healthchecks.json' with { type: 'json' };
import { type Asked, json, jsonFault, type Reply, type Script, s3Fault, xml } from './scripted-aws.ts';
import { primary } from './shop.ts';

/** The registry of a Region. */
export const REGISTRY = (region: string): string => `123456789012.dkr.ecr.${region}.amazonaws.com`;

/** What a Region has: the digest of each repository's image, its quota, whether its bucket copies to the other one, and how its resources are set. */
export interface Stock {
  images: Record<string, string>;
  vcpus: number | null;
  copies: boolean;
  /** Of the bucket's versioning; none where it never was. */
  versions: 'Enabled' | 'Suspended' | null;
  /** Of the load balancer, in s; none of one that has no such attribute. */
  keepAlive: number | null;
  /** Whether RDS manages the master password. */
  isManaged: boolean;
  /** Where the tasks of the Region take their images from. */
  registry: string;
}

/** A Region that has everything. */
export const stocked = (region: string): Stock => ({
  images: { 'shop/frontend': 'sha256:f1', 'shop/backend': 'sha256:b1' },
  vcpus: 1_000,
  copies: true,
  versions: 'Enabled',
  keepAlive: 300,
  isManaged: false,
  registry: REGISTRY(region),
});

/** Route 53 that checks from these ranges. */
export const checkersFrom =
  (...ranges: readonly string[]) =>
  (): Reply =>
    xml(`<GetCheckerIpRangesResponse><CheckerIpRanges>${ranges.map((range) => `<member>${range}</member>`).join('')}</CheckerIpRanges>
      </GetCheckerIpRangesResponse>`);

/** ECS, ECR, quotas and buckets of two Regions, stocked where nothing else is said, and the health checkers that are known. */
export function stockedRegions(regions: Readonly<Record<string, Stock>> = {}): Script {
  const of = ({ region }: Asked): Stock => regions[region] ?? stocked(region);
  return {
    DescribeServices: ({ input }) =>
      json({
        services: (input.services as string[]).map((serviceName) => ({
          serviceName,
          status: 'ACTIVE',
          taskDefinition: `${serviceName}:7`,
        })),
      }),
    DescribeTaskDefinition: (asked) => {
      const [name] = String(asked.input.taskDefinition).split(':');
      const images = [`${of(asked).registry}/shop/${name}:7`, 'public.example.com/proxy:1'];
      return json({ taskDefinition: { containerDefinitions: images.map((image) => ({ image })) } });
    },
    BatchGetImage: (asked) => {
      const imageDigest = of(asked).images[String(asked.input.repositoryName)];
      if (imageDigest === undefined) return jsonFault(400, 'RepositoryNotFoundException');
      return json(
        imageDigest === '' ? { failures: [{ failureCode: 'ImageNotFound' }] } : { images: [{ imageId: { imageDigest } }] },
      );
    },
    GetServiceQuota: (asked) => {
      const { vcpus } = of(asked);
      return vcpus === null ? jsonFault(400, 'NoSuchResourceException') : json({ Quota: { Value: vcpus } });
    },
    GetAWSDefaultServiceQuota: () => json({ Quota: { Value: 6 } }),
    GetCheckerIpRanges: checkersFrom(...known.ipv4, ...known.ipv6),
    DescribeLoadBalancers: ({ region, input }) =>
      told('DescribeLoadBalancers', 'LoadBalancers', `<LoadBalancerArn>${region}/${input['Names.member.1']}</LoadBalancerArn>`),
    DescribeLoadBalancerAttributes: (asked) => {
      const { keepAlive } = of(asked);
      const isMeant = asked.input.LoadBalancerArn === `${asked.region}/shop` && keepAlive !== null;
      const attribute = isMeant ? `<Key>client_keep_alive.seconds</Key><Value>${keepAlive}</Value>` : '<Key>other</Key>';
      return told('DescribeLoadBalancerAttributes', 'Attributes', attribute);
    },
    DescribeDBInstances: (asked) => {
      const secret = '<MasterUserSecret><SecretStatus>active</SecretStatus></MasterUserSecret>';
      return xml(`<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>
        ${of(asked).isManaged ? secret : ''}</DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`);
    },
    GetBucketVersioning: (asked) => {
      const { versions } = of(asked);
      return xml(`<VersioningConfiguration>${versions === null ? '' : `<Status>${versions}</Status>`}</VersioningConfiguration>`);
    },
    GetObject: (asked): Reply => {
      if (!of(asked).copies) return s3Fault(404, 'ReplicationConfigurationNotFoundError');
      const other = asked.region === primary ? 'shop-data-us-west-2' : 'shop-data-us-east-1';
      return xml(`<ReplicationConfiguration><Role>r</Role><Rule><ID>all</ID><Status>Enabled</Status>
        <Destination><Bucket>arn:aws:s3:::${other}</Bucket></Destination></Rule></ReplicationConfiguration>`);
    },
  };
}

/** The answer of a query service with one member in a list. */
const told = (operation: string, list: string, member: string): Reply =>
  xml(
    `<${operation}Response><${operation}Result><${list}><member>${member}</member></${list}></${operation}Result></${operation}Response>`,
  );
