import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { MASTER_USER } from '../../infra/constructs/database-secrets.ts';
import { AGENT_ROLE } from '../../orchestrator/agent/bootstrap-sql.ts';
import { applicationOnAws, platformOnAws, sideOf } from '../../orchestrator/aws/deployment.ts';
import { BrokenConfig, type Config, parseConfig } from '../../orchestrator/config.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';

const text = readFileSync(new URL('../../dr.yml', import.meta.url), 'utf8');

type Json = { [key: string]: Json } & unknown[];

/** dr.yml with something done to what it says of AWS. */
function changed(change: (platform: Json, shop: Json) => void): Config {
  const config: Json = parse(text);
  change(config.aws as Json, config.applications?.shop?.aws as Json);
  return parseConfig(stringify(config));
}

function mistakeIn(change: (platform: Json, shop: Json) => void): string | undefined {
  try {
    changed(change);
  } catch (error) {
    if (error instanceof BrokenConfig) return error.mistakes[0]?.path;
    throw error;
  }
  return undefined;
}

describe('what dr.yml says of AWS', () => {
  it('may leave out what has a sensible value', () => {
    const { aws, applications } = changed((platform, shop) => {
      delete platform.table;
      delete platform.slackSecret;
      delete shop.repositories;
      delete shop.create;
    });
    expect(aws).toMatchObject({ table: 'dr-state', slackSecret: 'dr/slack' });
    expect(applications.shop?.aws).toMatchObject({
      repositories: [],
      traffic: 'flags',
      records: [],
      probe: { reads: ['/', '/api/orders'], writes: '/api/orders' },
    });
  });

  it.each<[string, (platform: Json, shop: Json) => void]>([
    ['aws.account', (platform) => Object.assign(platform, { account: '1234' })],
    ['aws.flagBuckets.dr', (platform) => Object.assign(platform.flagBuckets as Json, { dr: 'Upper_Case' })],
    [
      'applications.shop.aws.balancers.dr.url',
      (_, shop) => Object.assign(shop.balancers?.dr as Json, { url: 'ftp://example.com' }),
    ],
    ['applications.shop.aws.traffic', (_, shop) => Object.assign(shop, { traffic: 'arc' })],
    ['applications.shop.aws', (_, shop) => Object.assign(shop, { traffic: 'records' })],
    ['applications.shop.aws', (_, shop) => Object.assign(shop, { repositories: ['shop/frontend'] })],
    ['applications.shop', (_, shop) => Object.assign(shop.create?.services as Json, { batch: shop.create?.services?.backend })],
    ['applications.shop.aws.create.services', (_, shop) => Object.assign(shop.create?.services?.backend as Json, { paths: [] })],
    [
      'applications.shop',
      (_, shop) => Object.assign(shop.balancers?.dr as Json, { url: 'https://shop-1.us-west-2.elb.amazonaws.com' }),
    ],
    ['applications.shop.aws.create.network', (_, shop) => Object.assign(shop.create?.network as Json, { dr: '10.20.0.0/16' })],
    [
      'applications.shop.aws.create.network.dr',
      (_, shop) => Object.assign(shop.create?.network as Json, { dr: '10.20.300.0/16' }),
    ],
    ['applications.shop.aws.create.network.dr', (_, shop) => Object.assign(shop.create?.network as Json, { dr: '10.40.1.0/16' })],
    [
      'applications.shop.aws.create.zones.dr',
      (_, shop) =>
        Object.assign(shop.create as Json, {
          zones: { primary: ['us-east-1a', 'us-east-1b'], dr: ['us-west-2a', 'us-east-1b'] },
        }),
    ],
    [
      'applications.shop.aws.create.services.backend',
      (_, shop) => Object.assign(shop.create?.services?.backend as Json, { cpu: 256, memory: 4_096 }),
    ],
    [
      'applications.shop.aws.create.services.backend',
      (_, shop) => Object.assign(shop.create?.services?.backend as Json, { cpu: 300 }),
    ],
    ['applications.shop.aws.probe.writes', (_, shop) => Object.assign(shop, { probe: { writes: 'api/orders' } })],
  ])('is told that %s is wrong', (path, change) => {
    expect(mistakeIn(change)).toBe(path);
  });

  it.each([
    ['checkInterval', '20s'],
    ['checkFailures', 11],
  ])('is told that Route 53 does not take a %s of %s', (field, value) => {
    const config: Json = parse(text);
    Object.assign(config.dns as Json, { [field]: value });
    expect(() => parseConfig(stringify(config))).toThrow(`dns.${field}`);
    delete config.aws;
    expect(() => parseConfig(stringify(config))).not.toThrow();
  });

  it.each([AGENT_ROLE, MASTER_USER])('is told that %s is no writer of the application', (role) => {
    const config: Json = parse(text);
    Object.assign(config.applications?.shop?.database as Json, { writers: [role] });
    expect(() => parseConfig(stringify(config))).toThrow(`not ${role}`);
  });

  it('takes the pairs of CPU and memory that Fargate takes', () => {
    for (const [cpu, memory] of [
      [256, 2_048],
      [4_096, 30_720],
      [16_384, 122_880],
    ]) {
      expect(() => changed((_, shop) => Object.assign(shop.create?.services?.backend as Json, { cpu, memory }))).not.toThrow();
    }
  });

  it('is missed by name where it is needed, and the lab does without', () => {
    const { aws: _aws, ...platform } = parse(text);
    const { aws: _of, ...shop } = platform.applications.shop;
    const config = parseConfig(stringify({ ...platform, applications: { shop } }));
    expect(() => platformOnAws(config)).toThrow(Refused);
    expect(() => applicationOnAws({ id: 'shop', ...(config.applications.shop ?? shop) })).toThrow(/no section "aws" for shop/);
  });

  it('knows two Regions of an application, and no other', () => {
    const config = parseConfig(text);
    expect([sideOf(config, config.regions.primary), sideOf(config, config.regions.dr)]).toEqual(['primary', 'dr']);
    expect(() => sideOf(config, config.regions.control)).toThrow(Refused);
  });
});
