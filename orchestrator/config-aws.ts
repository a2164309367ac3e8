import { z } from 'zod';

const perRegion = <T extends z.ZodType>(value: T) => z.strictObject({ primary: value, dr: value });
const name = (pattern: RegExp, example: string) => z.string().regex(pattern, `expected a name such as ${example}`);
const bucket = name(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'shop-flags-us-west-2');
const path = z.string().regex(/^\//, 'expected a path such as /api/orders');
const balancer = z.strictObject({
  name: name(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,31}$/, 'shop'),
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Where the control Region reaches it, such as https://shop-1.us-east-1.elb.amazonaws.com.'),
  zone: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, 'expected a hosted zone id such as Z35SXDOTRQ7X7K')
    .optional(),
});
const record = z.strictObject({
  name: z.hostname('expected a record name such as app.example.com'),
  type: z.enum(['A', 'AAAA']).default('A'),
  zone: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, 'expected a hosted zone id such as Z0123456789ABCDEFGHIJ')
    .optional(),
});

const agentNetwork = z.strictObject({
  subnets: z
    .array(name(/^subnet-[0-9a-f]+$/, 'subnet-0123456789abcdef0'))
    .min(1)
    .describe('Private subnets; the agent calls the database and, through a gateway endpoint, DynamoDB.'),
  securityGroup: name(/^sg-[0-9a-f]+$/, 'sg-0123456789abcdef0').describe(
    'One that the database lets in, and that lets out to DynamoDB on 443.',
  ),
  databaseHost: z.hostname().describe("The endpoint of the Region's DB instance."),
});

const vpcCidr = z
  .cidrv4('expected a network of /16 such as 10.20.0.0/16')
  .regex(/\.0\.0\/16$/, 'expected a network of /16 such as 10.20.0.0/16');
const zone = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'expected an availability zone such as us-east-1a');
const servicePath = z.string().regex(/^\/[\w./*-]*$/, 'expected a path pattern such as /api/*');

const createdService = z
  .strictObject({
    repository: z.string().min(1).describe('ECR repository of its image, one of `repositories`.'),
    tag: z.string().regex(/^[\w.-]{1,128}$/, 'expected an image tag such as 1.4.0'),
    port: z.int().min(1).max(65_535).default(8080),
    cpu: z.int().default(256).describe('CPU units of a task: 1024 is one vCPU.'),
    memory: z.int().default(512).describe('MiB of a task.'),
    health: path.default('/health').describe('What the load balancer asks; it must not touch the database.'),
    uses: z
      .array(z.enum(['database', 'bucket']))
      .default([])
      .describe('What its tasks may use: the secret of the writers, the objects of the bucket. None: neither.'),
    paths: z.array(servicePath).default([]).describe('What the load balancer sends here; none: what nobody else takes.'),
  })
  .describe('A service, as its tasks are made.');

const drillRoute = z.strictObject({
  port: z.int().min(1).max(65_535).default(8080),
  paths: z.array(servicePath).default([]).describe('What the load balancer sends here; none: what nobody else takes.'),
});

/** Ids of an application's health checks: the calculated one, and its children on the flags of the DR and the control Region. */
export const CalculatedCheck = z.strictObject({ id: z.string().min(1), dr: z.string().min(1), control: z.string().min(1) });
export type CalculatedCheck = z.output<typeof CalculatedCheck>;

/** `create` of an application's `aws`: what this repository's stacks make of it in both Regions. */
const Created = z
  .strictObject({
    network: perRegion(vpcCidr)
      .refine(({ primary, dr }) => primary !== dr, 'expected two networks that do not overlap')
      .describe('The VPCs, a /16 in each Region.'),
    zones: perRegion(
      z.tuple([zone, zone]).refine(([first, second]) => first !== second, 'expected two different availability zones'),
    )
      .optional()
      .describe('Two availability zones in each Region, where the first two of the account will not do.'),
    database: z
      .strictObject({
        version: z.string().regex(/^\d+\.\d+$/, 'expected a version of PostgreSQL such as 17.6'),
        class: z.string().regex(/^db\.[a-z0-9-]+\.[a-z0-9]+$/, 'expected an instance class such as db.m7g.large'),
        storage: z.int().min(20).describe('GiB to begin with.'),
        maxStorage: z.int().min(20).describe('GiB that storage may grow to by itself.'),
        backupDays: z.int().min(1).max(35).default(7).describe('Days that automated backups are kept, in both Regions.'),
        sample: z.boolean().default(false).describe('Whether it gets the tables of the sample application of the lab.'),
      })
      .refine(({ storage, maxStorage }) => maxStorage >= storage, 'expected maxStorage to be no less than storage'),
    services: z
      .record(z.string(), createdService)
      .refine(
        (all) => Object.values(all).filter(({ paths }) => paths.length === 0).length === 1,
        'expected exactly one service without paths: it gets what nobody else takes',
      ),
  })
  .describe(
    'Present: the stacks of this repository make all of it, under the names given here. Absent: it exists (docs/attach.md).',
  );

/** `aws` at the top of dr.yml: the account and what the platform itself has there. The lab has no use for it. */
export const PlatformOnAws = z
  .strictObject({
    account: z.string().regex(/^\d{12}$/, 'expected an AWS account id of 12 digits, in quotes'),
    table: name(/^[a-zA-Z0-9_.-]{3,255}$/, 'dr-state')
      .default('dr-state')
      .describe('The DynamoDB table of the records.'),
    hostedZone: z
      .strictObject({ id: z.string().regex(/^Z[A-Z0-9]+$/), name: z.hostname() })
      .describe('The public zone of the domains.'),
    flagBuckets: z
      .strictObject({ dr: bucket, control: bucket })
      .describe('Buckets of the two flag objects, in the DR Region and in the control Region.'),
    slackSecret: z
      .string()
      .regex(/^[\w/+=.@-]+$/)
      .default('dr/slack')
      .describe('Secret in the control Region: JSON with `botToken` and `signingSecret`.'),
  })
  .describe('What the platform itself has on AWS.');

/** `aws` of an application in dr.yml: the names of its resources in both Regions. */
export const ApplicationOnAws = z
  .strictObject({
    cluster: perRegion(name(/^[a-zA-Z0-9_-]{1,255}$/, 'shop')).describe('ECS clusters; a service has the name dr.yml gives it.'),
    balancers: perRegion(balancer).describe(
      'Application Load Balancers. `zone` is the one AWS gives their names; only `records` needs it.',
    ),
    buckets: perRegion(bucket).describe('Buckets that replicate to each other.'),
    agents: perRegion(name(/^[a-zA-Z0-9_-]{1,50}$/, 'dr-agent-shop')).describe(
      "Lambda functions of the Regions' agents, by the one that looks; the one that acts has `-act` after it.",
    ),
    agentNetworks: perRegion(agentNetwork)
      .optional()
      .describe('Where the agents run, for `dr-agents-<Region>` to make them; absent where somebody else does.'),
    repositories: z.array(z.string().min(1)).default([]).describe('ECR repositories of the images, named alike in both Regions.'),
    traffic: z
      .enum(['flags', 'records'])
      .default('flags')
      .describe('How users are moved: by two flag objects (data plane), or by changing `records` (needs us-east-1).'),
    records: z.array(record).default([]).describe("Alias records that `records` changes to the Region's load balancer."),
    calculatedCheck: CalculatedCheck.optional().describe(
      'Ids of the calculated health check and of its two children, where somebody else made them; absent: the stacks do.',
    ),
    create: Created.optional(),
    drill: z
      .record(z.string(), drillRoute)
      .optional()
      .describe('Where services that exist already answer in their tasks, for drills; absent: no drills, or `create` says it.'),
    probe: z
      .strictObject({ reads: z.array(path).min(1).default(['/', '/api/orders']), writes: path.default('/api/orders') })
      .prefault({})
      .describe('As a user would: GET each of `reads`; POST `{id, customer}` to `writes`, then GET it back by its id.'),
  })
  .refine(({ traffic, records }) => traffic === 'flags' || records.length > 0, 'expected records where traffic is records')
  .refine(
    ({ create, agentNetworks }) => create === undefined || agentNetworks === undefined,
    'expected no agentNetworks where create makes the networks',
  )
  .refine(
    ({ create, repositories }) =>
      Object.values(create?.services ?? {}).every(({ repository }) => repositories.includes(repository)),
    'expected the repository of each service to be one of repositories',
  )
  .describe("The application's resources on AWS.");
