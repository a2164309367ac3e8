import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { parseConfig } from '../../orchestrator/config.ts';
import { answered, flagUrls, type Json } from './failover-template.ts';
import { broken } from './flag-table.ts';
import { config, makeApp, templateOf } from './synthesized.ts';

const manual = readFileSync('docs/attach.md', 'utf8');
const fragment: object = parse(/```yaml\n([\s\S]*?)```/.exec(manual)?.[1] ?? '');
const blocks = [...manual.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const attached = parseConfig(stringify({ ...parse(readFileSync('dr.yml', 'utf8')), ...fragment }));
const app = makeApp(attached);
const checks = templateOf(app, 'shop-checks').toJSON() as Json;
const { primary, dr } = config.regions;

describe('an attached application', () => {
  it('gets keys, agents, flags and checks beside the control plane, and nothing else', () => {
    const stacks = app.node.children.filter(Stack.isStack).map(({ node }) => node.id);
    const keys = [`dr-keys-${primary}`, `dr-keys-${dr}`];
    const agents = [`dr-agents-${primary}`, `dr-agents-${dr}`];
    expect(stacks.toSorted()).toEqual([...keys, ...agents, `dr-flags-${dr}`, 'shop-checks', 'dr-control-plane'].toSorted());
  });
});

describe('the manual of attaching', () => {
  it('has commands that bash can read, and links that lead somewhere', () => {
    expect(blocks.length).toBeGreaterThan(4);
    for (const block of blocks) execFileSync('bash', ['-n', '-c', block]);
    const links = [...manual.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path]) => path);
    for (const path of links) expect(readFileSync(`docs/${path}`, 'utf8').length).toBeGreaterThan(0);
  });

  it('looks the check up where the stack puts it out', () => {
    const [, stack = '', output = ''] = /--stack-name (\S+) [\s\S]*?OutputKey=='(\w+)'/.exec(blocks.join('')) ?? [];
    expect(stack).toBe('shop-checks');
    expect(checks.Outputs?.[output]?.Value).toEqual({ 'Fn::GetAtt': ['calculated', 'HealthCheckId'] });
  });

  it('has one zone, flag buckets and keys as dr.yml', () => {
    const { hostedZone, flagBuckets } = platformOnAws(config);
    expect(manual).toContain(hostedZone.id);
    for (const bucket of Object.values(flagBuckets)) expect(manual).toContain(`s3://${bucket}/shop/failed-over.json`);
  });
});

describe('the records that are added by hand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dr-attach-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const OLD = { Name: 'app.my-projects-aws.site.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] };

  /** Types the block that makes the records, with an AWS that has `old` under the name; answers the changes that it asks for. */
  function changesOver(old: readonly object[]) {
    const answers = {
      'list-resource-record-sets': JSON.stringify(
        old.map((set) => ({ Action: 'DELETE', ResourceRecordSet: set })),
        null,
        4,
      ),
      'describe-load-balancers': '{"HostedZoneId": "Z$4", "DNSName": "balancer-$4", "EvaluateTargetHealth": false}',
    };
    const cases = Object.entries(answers).map(([operation, answer]) => `${operation}) cat <<END\n${answer}\nEND\n;;`);
    writeFileSync(join(folder, 'aws'), `#!/bin/bash\ncase $2 in\n${cases.join('\n')}\nesac\n`);
    chmodSync(join(folder, 'aws'), 0o755);
    const block = blocks.find((each) => each.includes('records.json')) ?? 'false';
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      CHECK: 'calculated',
    };
    // Bash takes a socket for a remote shell, and then reads its start-up files.
    execFileSync('bash', ['--norc', '-eu', '-c', block], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const { Changes } = JSON.parse(readFileSync(join(folder, 'records.json'), 'utf8')) as {
      Changes: { Action: string; ResourceRecordSet: { HealthCheckId?: string } }[];
    };
    return Changes;
  }

  it('lead users as the table of the flags says', () => {
    const records = changesOver([]).map(({ Action, ResourceRecordSet: { HealthCheckId, ...set } }, index) => {
      expect(Action).toBe('CREATE');
      const check = HealthCheckId === undefined ? {} : { HealthCheckId: { 'Fn::GetAtt': [HealthCheckId, 'HealthCheckId'] } };
      return [`record${index}`, { Type: 'AWS::Route53::RecordSet', Properties: { ...set, ...check } }];
    });
    const made = { checks, traffic: { Resources: Object.fromEntries(records) } };
    const named = { flags: flagUrls(made) as [string, string], home: `balancer-${primary}`, away: `balancer-${dr}` };
    expect(broken(named, (situation) => answered(made, 'A', situation))).toEqual([]);
  });

  it('replace what the name had in the same breath', () => {
    expect(changesOver([OLD]).map(({ Action }) => Action)).toEqual(['DELETE', 'CREATE', 'CREATE']);
    expect(changesOver([OLD])[0]?.ResourceRecordSet).toEqual(OLD);
  });
});
