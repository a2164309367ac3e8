import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const SHARED = ['bot', 'infra', 'lab', 'manifest.yml', 'node_modules', 'orchestrator', 'package.json', 'test'];
/** As the project's, but that templates are fitted to the emulators, and that nobody is there to be asked. */
const CDK = { app: 'node test/aws/cloud/fitted-app.ts', notices: false, versionReporting: false, requireApproval: 'never' };

/** Makes a folder in which the project's commands are typed as in a clone of it, with a dr.yml of its own, which wants drills too; answers its path. */
export async function makeCheckout(folder: string): Promise<string> {
  const checkout = join(folder, 'checkout');
  await mkdir(checkout);
  for (const name of SHARED) await symlink(join(PROJECT, name), join(checkout, name));
  const own = await readFile(join(PROJECT, 'dr.yml'), 'utf8');
  await writeFile(join(checkout, 'dr.yml'), own.replace(/^( +)antiFlap:/m, '$1drillEvery: 90d\n$&'));
  await writeFile(join(checkout, 'cdk.json'), JSON.stringify(CDK));
  return checkout;
}
