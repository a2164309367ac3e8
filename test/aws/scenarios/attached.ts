import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '../cloud/cloud.ts';
import { keepTemplates } from '../cloud/deploy.ts';
import { SECOND, withSecond } from '../cloud/second.ts';
import { typeInto } from '../cloud/typed.ts';

/** Deploys a second application, which exists already, beside the first, as docs/attach.md says; answers the cloud as it is to that one. */
export async function attachSecond(cloud: Cloud): Promise<Cloud> {
  const { terminal, config, application, assembly, deployments, gateway } = cloud;
  const second = cloud.with(SECOND);
  await second.join();
  const text = withSecond(await readFile('dr.yml', 'utf8'));
  // Nobody waits for an hour between two moves here.
  await writeFile(join(terminal.folder, 'dr.yml'), text.replaceAll(/antiFlap: .+/g, 'antiFlap: 1ms'));
  await keepTemplates(cloud);
  const { primary, dr } = config.regions;
  const stacks = [`dr-agents-${primary}`, `dr-agents-${dr}`, `${SECOND}-checks`, 'dr-control-plane'];
  await typeInto(terminal, `npm run deploy -- ${stacks.join(' ')}`);
  deployments.push({ assembly, applications: [application, second.application], from: gateway.calls.length });
  second.checkFlags();
  return second;
}
