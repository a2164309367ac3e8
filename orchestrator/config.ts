import { parseDocument } from 'yaml';
import { z } from 'zod';
import { ApplicationOnAws, PlatformOnAws } from './config-aws.ts';
import { clashesIn } from './config-rules.ts';
import { DURATION, toMs } from './domain/duration.ts';

const duration = z
  .string()
  .regex(DURATION, 'expected a duration such as 10s, 15m or 1h')
  .transform(toMs)
  .describe('A duration such as 500ms, 10s, 15m, 1h or 7d.');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected an AWS Region such as us-east-1');
const slackId = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^[${prefix}][A-Z0-9]{2,}$`), `expected a Slack ${what} id such as ${prefix[0]}012AB3CD`);
const role = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'expected a PostgreSQL role such as shop_app');
const perRegion = <T extends z.ZodType>(value: T) => z.strictObject({ primary: value, dr: value });
const count = z.int().min(0);

const people = z
  .strictObject({
    users: z.array(slackId('UW', 'user')).default([]),
    group: slackId('S', 'user group').optional(),
  })
  .refine((who) => who.users.length > 0 || who.group !== undefined, 'expected at least one user, or a group')
  .describe('Slack users by id, a user group, or both.');

const capacity = z
  .strictObject({ min: count, max: count })
  .refine(({ min, max }) => min <= max, 'expected min to be no more than max');

const application = z
  .strictObject({
    domain: z.hostname('expected a domain name such as app.example.com'),
    environment: z.string().min(1).default('production'),
    database: z.strictObject({
      name: role.describe('The PostgreSQL database.'),
      writers: z
        .array(role)
        .min(1)
        .describe('Every role that the application writes as. The fence takes LOGIN from all of them.'),
      audit: z
        .array(z.strictObject({ table: role, key: role }))
        .default([])
        .describe('Tables whose rows are compared by key when a fence came late, to list stranded writes.'),
      instances: perRegion(z.string().min(1)).describe('DB instance identifiers.'),
    }),
    services: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*$/), perRegion(capacity))
      .describe('Autoscaling limits of each service while its Region is active (primary) or standby (dr).'),
    targets: z.strictObject({ rto: duration, rpo: duration }).describe('What the business was promised.'),
    approval: z
      .strictObject({
        needed: z.int().min(1).default(1).describe('Approvals besides the requester.'),
        expires: duration.prefault('30m').refine((ms) => ms <= 86_400_000, 'expected at most 24h'),
        requesters: people,
        approvers: people,
      })
      .refine(
        ({ needed, approvers }) => approvers.group !== undefined || approvers.users.length >= needed,
        'expected at least as many approvers as approvals are needed',
      ),
    antiFlap: duration
      .prefault('1h')
      .describe('Between two unplanned moves; two people may set it aside: who asks and who approves.'),
    drillEvery: duration
      .optional()
      .describe('How often a drill is asked for, such as 90d; a person approves each. Absent: only people ask.'),
    after: z
      .array(z.string())
      .default([])
      .describe('Applications that have to be moved before this one, where they are moved together with it.'),
    drift: z
      .strictObject({
        rpo: duration.prefault('30s'),
        lagBytes: z
          .int()
          .min(0)
          .default(64 * 1024 * 1024),
      })
      .prefault({})
      .describe('How far live facts may move from the approved ones before a new revision is made and votes are void.'),
    aws: ApplicationOnAws.optional(),
  })
  .refine(
    ({ services, aws }) =>
      aws?.create === undefined || Object.keys(aws.create.services).toSorted().join() === Object.keys(services).toSorted().join(),
    'expected aws.create.services to name the same services as services',
  )
  .describe('One protected application.');

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const ROUTE53_INTERVALS_MS = [10_000, 30_000];

/** dr.yml: what is protected, by whom, and how well. */
export const Config = z
  .strictObject({
    version: z.literal(1),
    slack: z.strictObject({
      app: slackId('A', 'app'),
      teams: z.array(slackId('T', 'team')).min(1),
      channels: z.strictObject({ approvals: slackId('CG', 'channel'), announcements: slackId('CG', 'channel') }),
    }),
    regions: z
      .strictObject({ primary: region, dr: region, control: region })
      .refine((all) => new Set(Object.values(all)).size === 3, 'expected three different Regions'),
    dns: z
      .strictObject({ ttl: duration, checkInterval: duration, checkFailures: z.int().min(1) })
      .describe('What Route 53 is set up with: the TTL users see, and the health checks behind it.'),
    aws: PlatformOnAws.optional(),
    applications: z.record(
      z
        .string()
        .regex(
          /^(?!dr(-|$))[a-z][a-z0-9-]{0,30}$/,
          'expected a name such as shop; dr, and what begins with dr-, is the platform itself',
        ),
      application,
    ),
  })
  .check(({ value, issues }) => {
    for (const { path, expected } of clashesIn(value)) {
      issues.push({ code: 'custom', input: value, path: [...path], message: expected });
    }
  })
  .refine(({ aws, dns }) => aws === undefined || ROUTE53_INTERVALS_MS.includes(dns.checkInterval), {
    path: ['dns', 'checkInterval'],
    error: 'expected 10s or 30s, the two that Route 53 has',
  })
  .refine(({ aws, dns }) => aws === undefined || dns.checkFailures <= 10, {
    path: ['dns', 'checkFailures'],
    error: 'expected at most 10, as Route 53 does',
  });
export type Config = z.output<typeof Config>;
export type Application = Config['applications'][string] & { readonly id: string };

/** One thing wrong with dr.yml: where (`applications.shop.targets.rto`) and what was expected. */
export interface Mistake {
  readonly path: string;
  readonly expected: string;
}

/** dr.yml did not parse; carries every mistake at once. */
export class BrokenConfig extends Error {
  override readonly name = 'BrokenConfig';
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    const lines = mistakes.map(({ path, expected }) => `  ${path || '(the file)'}: ${expected}`);
    super(`dr.yml has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${lines.join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** Reads dr.yml's text; throws `BrokenConfig` with every mistake in it. */
export function parseConfig(text: string): Config {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new BrokenConfig(
      document.errors.map(({ message, linePos }) => ({ path: `line ${linePos?.[0].line ?? '?'}`, expected: message })),
    );
  }
  const parsed = Config.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new BrokenConfig(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), expected: message })));
}

/** The JSON schema that editors check dr.yml against, made from the same zod schema. */
export function toJsonSchema(): object {
  return { ...z.toJSONSchema(Config, { io: 'input' }), title: 'dr.yml' };
}
