import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootstrapSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { attachedApp, config, createdApp, makeApp } from './synthesized.ts';

const manual = readFileSync('docs/deploy.md', 'utf8');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

describe('the manual of deployment', () => {
  it('lets the agents in with the statements that the code knows', () => {
    const sql = /```sql\n([\s\S]*?)```/.exec(manual)?.[1] ?? '';
    const statements = sql
      .split(/;\n(?! {2}|end|exception)/)
      .map(flat)
      .filter((statement) => statement !== '');
    expect(statements).toEqual(bootstrapSql(applicationOf(config, 'shop'), 'iam').map(flat));
  });

  it('names every stack that is deployed, and no other', () => {
    const stacks = [createdApp(), attachedApp()].flatMap((app) => app.node.children.map(({ node }) => node.id));
    const table = manual.split('\n').filter((line) => line.startsWith('| `'));
    const named = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.toSorted()).toEqual([...new Set(stacks)].filter((id) => /^(dr|shop)-/.test(id)).toSorted());
  });

  it('says how to be rid of the checks that an application leaves when it is moved by records from now on', () => {
    const { shop } = config.applications;
    const balancer = { name: 'shop', url: 'https://shop.example.com', zone: 'Z35SXDOTRQ7X7K' };
    const byRecords = { traffic: 'records' as const, create: undefined, balancers: { primary: balancer, dr: balancer } };
    const changed = { ...shop, aws: { ...shop?.aws, ...byRecords } } as NonNullable<typeof shop>;
    const stacks = makeApp({ ...config, applications: { shop: changed } }).node.children.map(({ node }) => node.id);
    expect(stacks).toContain('dr-control-plane');
    expect(stacks).not.toContain('shop-checks');
    expect(manual).toContain('`aws cloudformation delete-stack --region us-east-2 --stack-name shop-checks`');
  });

  it('replaces an address that the manifest of the Slack app has', () => {
    const replaced = /sed "s#(.+?)#/.exec(manual)?.[1];
    expect(readFileSync('manifest.yml', 'utf8').split(replaced ?? 'nothing').length - 1).toBe(2);
  });

  it('speaks of the Regions, the table, the secret and the bucket of dr.yml', () => {
    for (const name of [
      ...Object.values(config.regions),
      config.aws?.table,
      config.aws?.slackSecret,
      ...Object.values(config.aws?.flagBuckets ?? {}),
    ]) {
      expect(manual).toContain(name);
    }
  });

  it('renews the list of health checkers with what AWS publishes, and keeps what is the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dr-checkers-'));
    const file = 'orchestrator/aws/route53-healthchecks.json';
    const before = readFileSync(file, 'utf8');
    const { createDate, ipv4, ipv6 } = JSON.parse(before) as { createDate: string; ipv4: string[]; ipv6: string[] };
    const entry = (key: string, range: string, region = 'GLOBAL', service = 'ROUTE53_HEALTHCHECKS') => ({
      [key]: range,
      region,
      service,
    });
    const published = {
      createDate,
      prefixes: [
        ...ipv4.toReversed().map((range) => entry('ip_prefix', range)),
        entry('ip_prefix', '192.0.2.0/24', 'cn-north-1'),
        entry('ip_prefix', '198.51.100.0/24', 'us-east-1', 'EC2'),
      ],
      ipv6_prefixes: ipv6.map((range) => entry('ipv6_prefix', range)),
    };
    mkdirSync(join(folder, 'orchestrator/aws'), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify({ ...JSON.parse(before), ipv4: [] }));
    writeFileSync(join(folder, 'published.json'), JSON.stringify(published));
    writeFileSync(join(folder, 'curl'), '#!/bin/sh\ncat published.json\n', { mode: 0o755 });
    const [, command = 'false'] = /```sh\n(curl [\s\S]*?)```/.exec(manual) ?? [];
    const env = { PATH: [folder, dirname(process.execPath), process.env.PATH].join(':') };
    execFileSync('sh', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    expect(readFileSync(join(folder, file), 'utf8')).toBe(before);
    rmSync(folder, { recursive: true });
  });

  it('has links that lead somewhere', () => {
    const links = [...manual.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path]) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(readFileSync(`docs/${path}`, 'utf8').length).toBeGreaterThan(0);
  });
});
