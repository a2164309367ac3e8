import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckout } from '../aws/cloud/checkout.ts';
import { blocksUnder } from '../workflow/by-hand/blocks.ts';
import { makeApp } from './synthesized.ts';

/** Commands bundle and synthesize, on a machine that is shared. */
const PATIENCE_MS = 180_000;

describe('what docs/deploy.md has an operator type before anything is made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dr-commands-'));
  const manual = readFileSync('docs/deploy.md', 'utf8');
  const [synth = 'false'] = blocksUnder(manual, '2. `dr.yml`');
  const [, cost = 'false'] = /`(npm run cost)`/.exec(manual) ?? [];
  let checkout: string;
  beforeAll(async () => {
    checkout = await makeCheckout(folder);
    await copyFile('cdk.json', join(checkout, 'cdk.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Types a command where nobody is logged in to AWS, and no way leads there. */
  const type = (command: string) =>
    new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
      const nowhere = {
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        HTTPS_PROXY: 'http://127.0.0.1:9',
      };
      const quiet = { CDK_DISABLE_CLI_TELEMETRY: 'true', npm_config_update_notifier: 'false' };
      const env = { PATH: process.env.PATH, HOME: folder, ...nowhere, ...quiet };
      execFile('bash', ['--norc', '-euc', command], { env, cwd: checkout }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
  const templates = (): readonly string[] =>
    readdirSync(join(checkout, 'cdk.out')).filter((name) => name.endsWith('.template.json'));

  it('says in sentences what dr.yml lacks, and nothing else of it', { timeout: PATIENCE_MS }, async () => {
    const complete = readFileSync('dr.yml', 'utf8');
    writeFileSync(join(checkout, 'dr.yml'), complete.replace('expires: 30m', 'expires: soon'));
    const said = [await type(synth), await type(cost)];
    writeFileSync(join(checkout, 'dr.yml'), complete);
    for (const { code, stderr } of said) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/^dr\.yml has a mistake:\n {2}applications\.shop\.approval\.expires: /);
      expect(stderr).not.toContain('at parseConfig');
    }
  });

  it('writes the template of every stack, without AWS', { timeout: PATIENCE_MS }, async () => {
    const { code, stderr } = await type(synth);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const stacks = makeApp().node.children.map(({ node }) => node.id);
    expect(templates().toSorted()).toEqual(
      stacks
        .filter((id) => /^(dr|shop)-/.test(id))
        .map((id) => `${id}.template.json`)
        .toSorted(),
    );
  });

  it('says what it costs, line by line, without AWS', { timeout: PATIENCE_MS }, async () => {
    const { code, stdout } = await type(cost);
    expect(code).toBe(0);
    const bills = [...stdout.matchAll(/^(\w.*): \$([\d.]+) a \w+\n((?: +\$.*\n)+)/gm)];
    expect(bills.map(([, name]) => name)).toEqual(
      expect.arrayContaining(['Control plane, idle', 'Primary Region', 'DR Region, standby']),
    );
    for (const [, , total, lines = ''] of bills) {
      const amounts = [...lines.matchAll(/^ +\$([\d.]+)/gm)].map(([, usd]) => Number(usd));
      expect(Math.abs(amounts.reduce((sum, usd) => sum + usd, 0) - Number(total))).toBeLessThan(0.005 * (amounts.length + 1));
    }
  });
});
