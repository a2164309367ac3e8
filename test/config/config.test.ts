import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { BrokenConfig, parseConfig, toJsonSchema } from '../../orchestrator/config.ts';

const text = readFileSync(new URL('../../dr.yml', import.meta.url), 'utf8');

type Json = { [key: string]: Json } & unknown[];

/** dr.yml with something done to it. */
function changed(change: (config: Json) => void): string {
  const config: Json = parse(text);
  change(config);
  return stringify(config);
}

function mistakesIn(broken: string): Readonly<Record<string, string>> {
  try {
    parseConfig(broken);
  } catch (error) {
    if (error instanceof BrokenConfig) return Object.fromEntries(error.mistakes.map(({ path, expected }) => [path, expected]));
    throw error;
  }
  return {};
}

describe('dr.yml', () => {
  it('of this repository protects shop', () => {
    const { applications, regions } = parseConfig(text);
    expect(regions).toEqual({ primary: 'us-east-1', dr: 'us-west-2', control: 'us-east-2' });
    expect(applications.shop?.domain).toBe('app.my-projects-aws.site');
    expect(applications.shop?.targets).toEqual({ rto: 15 * 60_000, rpo: 60_000 });
  });

  it('may leave out what has a sensible value', () => {
    const short = changed(({ applications }) => {
      delete applications?.shop?.environment;
      delete applications?.shop?.drift;
      delete applications?.shop?.approval?.needed;
      delete applications?.shop?.approval?.expires;
      delete applications?.shop?.database?.audit;
    });
    expect(parseConfig(short).applications.shop).toMatchObject({
      environment: 'production',
      database: { audit: [] },
      approval: { needed: 1, expires: 30 * 60_000 },
      drift: { rpo: 30_000, lagBytes: 64 * 1024 * 1024 },
    });
  });

  it('puts applications into an order that there is', () => {
    const ordered = (after: Readonly<Record<string, readonly string[]>>) =>
      changed(({ applications = {} as Json }) => {
        const { shop } = applications;
        for (const [id, before] of Object.entries(after)) Object.assign(applications, { [id]: { ...shop, after: before } });
      });
    expect(parseConfig(ordered({ shop: ['db'], db: [] })).applications.shop?.after).toEqual(['db']);
    expect(mistakesIn(ordered({ shop: ['db'] }))).toEqual({
      'applications.shop.after': 'expected applications that are named here',
    });
    const round = 'expected an order: shop, db, web wait for each other';
    expect(mistakesIn(ordered({ shop: ['db'], db: ['shop'], web: ['db'], mail: [] }))).toEqual({
      'applications.shop.after': round,
      'applications.db.after': round,
      'applications.web.after': round,
    });
  });

  it('names no instance like what is made of another, or so that what is kept of it could have no name', () => {
    const named = (primary: string, dr: string) =>
      changed((config) => {
        Object.assign(config.applications?.shop?.database ?? {}, { instances: { primary, dr } });
      });
    const at = 'applications.shop.database.instances';
    const longest = 'a'.repeat(38);
    expect(mistakesIn(named(`${longest}b`, longest))).toEqual({
      [`${at}.primary`]: 'expected at most 38 characters: what is kept of it gets 25 more',
    });
    for (const made of ['-old-2026', '-drill-dr']) {
      expect(mistakesIn(named('shop', `shop${made}`))).toEqual({ [`${at}.dr`]: expect.stringContaining('what is made of shop') });
    }
    expect(() => parseConfig(named('shop', 'shop-eu'))).not.toThrow();
  });

  it('tells every mistake at once, with its path and what was expected', () => {
    const broken = changed((config) => {
      Object.assign(config, { version: 2, colour: 'blue' });
      Object.assign(config.slack ?? {}, { app: 'nobody', teams: [] });
      Object.assign(config.regions ?? {}, { dr: 'us-west-9x' });
      Object.assign(config.dns ?? {}, { checkFailures: 0 });
      delete config.dns?.ttl;
      const shop = config.applications?.shop;
      Object.assign(shop?.database ?? {}, { writers: ['Robert"; drop table'], name: 7 });
      Object.assign(shop?.services?.backend ?? {}, { dr: { min: 3, max: 2 } });
      Object.assign(shop?.targets ?? {}, { rto: 'soon' });
      Object.assign(shop?.approval ?? {}, { needed: 'two', approvers: {} });
    });
    expect(mistakesIn(broken)).toEqual({
      '': expect.stringContaining('colour'),
      version: expect.stringContaining('1'),
      'slack.app': 'expected a Slack app id such as A012AB3CD',
      'slack.teams': expect.stringContaining('>=1'),
      'regions.dr': 'expected an AWS Region such as us-east-1',
      'dns.checkFailures': expect.stringContaining('>=1'),
      'dns.ttl': expect.stringContaining('expected string'),
      'applications.shop.database.name': expect.stringContaining('expected string'),
      'applications.shop.database.writers.0': 'expected a PostgreSQL role such as shop_app',
      'applications.shop.services.backend.dr': 'expected min to be no more than max',
      'applications.shop.targets.rto': 'expected a duration such as 10s, 15m or 1h',
      'applications.shop.approval.needed': expect.stringContaining('expected number'),
      'applications.shop.approval.approvers': 'expected at least one user, or a group',
    });
  });

  it('tells mistakes as sentences that fit a terminal', () => {
    const broken = changed(({ slack, regions }) => {
      Object.assign(slack ?? {}, { app: 'nobody' });
      Object.assign(regions ?? {}, { dr: 'here' });
    });
    expect(() => parseConfig(broken)).toThrow(
      'dr.yml has 2 mistakes:\n  slack.app: expected a Slack app id such as A012AB3CD\n  regions.dr: expected an AWS Region such as us-east-1',
    );
  });

  it('does not put two roles into one Region', () => {
    const broken = changed(({ regions }) => void Object.assign(regions ?? {}, { control: 'us-east-1' }));
    expect(mistakesIn(broken)).toEqual({ regions: 'expected three different Regions' });
  });

  it.each(['Shop', 'shop_1', '1shop', 'x'.repeat(32), 'dr', 'dr-shop'])('does not name an application %s', (name) => {
    const broken = changed((config) => void Object.assign(config, { applications: { [name]: config.applications?.shop } }));
    expect(Object.keys(mistakesIn(broken))).toEqual([`applications.${name}`]);
  });

  it('that is no YAML is told line by line', () => {
    expect(mistakesIn('version: 1\nversion: 1\nslack: {app: a, app: b}\n')).toEqual({
      'line 2': expect.stringContaining('unique'),
      'line 3': expect.stringContaining('unique'),
    });
  });

  it.each(['', '- shop', 'shop'])('that holds %j instead of a mapping is a mistake of the whole file', (broken) => {
    expect(() => parseConfig(broken)).toThrow(/^dr\.yml has a mistake:\n {2}\(the file\): .*expected object/);
  });
});

describe('the JSON schema for editors', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(toJsonSchema());

  it('accepts dr.yml as it is written', () => {
    expect(validate(parse(text))).toBe(true);
  });

  it.each<[string, (config: Json) => void]>([
    ['an unknown key', (config) => Object.assign(config, { colour: 'blue' })],
    ['a duration without a unit', ({ dns }) => Object.assign(dns ?? {}, { ttl: '60' })],
    ['a missing domain', ({ applications }) => delete applications?.shop?.domain],
    ['a word for a number', ({ applications }) => Object.assign(applications?.shop?.approval ?? {}, { needed: 'two' })],
  ])('marks %s', (_, change) => {
    expect(validate(parse(changed(change)))).toBe(false);
    expect(Object.keys(mistakesIn(changed(change)))).toHaveLength(1);
  });
});
