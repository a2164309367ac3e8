import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

/** Runs the CDK's command line in the project's folder, in the same terminal; answers its exit code. */
export type Cdk = (args: readonly string[]) => Promise<number>;

/** The CDK of this project, which is the one that reads what its library writes. */
export const cdkOfProject: Cdk = (args) => runScript(createRequire(import.meta.url).resolve('aws-cdk/bin/cdk'), args);

/** Runs a Node script in the same terminal; answers its exit code, 1 when a signal ended it. */
export async function runScript(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
