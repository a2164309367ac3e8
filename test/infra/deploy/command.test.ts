import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from '../../../infra/deploy/cdk.ts';

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dr-deploy-command-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const typed = (...args: readonly string[]) =>
    new Promise<{ readonly code: unknown; readonly stderr: string }>((resolve) => {
      // Nothing here may reach AWS: no credentials, and nobody to give any.
      const env = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
      execFile(process.execPath, ['infra/deploy.ts', ...args], { env }, (error, _, stderr) =>
        resolve({ code: error?.code ?? 0, stderr }),
      );
    });

  it('ends with 2 and a sentence for what it does not understand, and with 1 and a sentence where nobody is logged in', async () => {
    const [misunderstood, nobody] = await Promise.all([typed('--force'), typed()]);
    expect(misunderstood.code).toBe(2);
    expect(misunderstood.stderr).toMatch(/^Unknown option '--force'\. npm run deploy \[-- <stack …>\]/);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(/^There are no AWS credentials here\./);
  });

  it('ends as what it runs ends', async () => {
    const script = join(folder, 'cdk.mjs');
    writeFileSync(script, 'process.exit(Number(process.argv[2]));');
    expect(await runScript(script, ['5'])).toBe(5);
  });
});
