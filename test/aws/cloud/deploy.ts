import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { Config } from '../../../orchestrator/config.ts';

const run = promisify(execFile);
const BIN = fileURLToPath(new URL('../../../node_modules/.bin/', import.meta.url));
/** A deployment that takes longer waits for something that never comes. */
const PATIENCE_MS = 300_000;

/** Where the CDK's command line finds AWS, and where it may write. */
export interface Deployment {
  readonly config: Config;
  readonly endpoint: string;
  /** Synthesized templates and assets. */
  readonly assembly: string;
  readonly home: string;
}

/** Outputs by stack and name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Bootstraps every Region of dr.yml and deploys the synthesized stacks; answers what they put out. It is what `npm run deploy` does behind
 * its guard, which has nothing to look at yet and makes templates for AWS, where these are fitted to the emulators.
 */
export async function deploy({ config, endpoint, assembly, home }: Deployment): Promise<Outputs> {
  const outputs = join(home, 'outputs.json');
  const { account } = platformOnAws(config);
  const { primary, dr, control } = config.regions;
  const env = {
    PATH: `${BIN}:${process.env.PATH}`,
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_REGION: control,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
  };
  const cdk = (...args: readonly string[]) =>
    run(join(BIN, 'cdk'), ['--app', assembly, ...args], { env, cwd: home, maxBuffer: 64_000_000, timeout: PATIENCE_MS });
  await cdk('bootstrap', ...[primary, dr, control].map((region) => `aws://${account}/${region}`));
  await cdk('deploy', '--all', '--require-approval', 'never', '--no-notices', '--outputs-file', outputs);
  return JSON.parse(await readFile(outputs, 'utf8')) as Outputs;
}
