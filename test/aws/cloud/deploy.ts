import { cp, readFile } from 'node:fs/promises';
import { blocksUnder } from '../../workflow/by-hand/blocks.ts';
import type { Aws } from './ask.ts';
import type { Cloud } from './cloud.ts';
import { type Terminal, typeInto } from './typed.ts';

const DEPLOY = '4. Deploy';
/** The first commands of the manual: cloning leads to a checkout, which is there. */
const ACCOUNT = /^export ACCOUNT=.*$/m;

/** Types what step 4 of docs/deploy.md has an operator type, but for the images: the registries, and after them everything. */
export async function deploy(terminal: Terminal): Promise<void> {
  const manual = await readFile('docs/deploy.md', 'utf8');
  const [bootstrap = '', images = '', everything = ''] = blocksUnder(manual, DEPLOY);
  const [registries = ''] = images.split('\n');
  await typeInto(terminal, [ACCOUNT.exec(manual)?.[0], bootstrap, registries, everything].join('\n'));
}

/** Keeps the templates that were deployed last where the next deployment, which is made in the same folder, does not write. */
export async function keepTemplates({ assembly, deployments }: Cloud): Promise<void> {
  const last = deployments.pop();
  if (last === undefined) return;
  const kept = `${assembly}-${deployments.length}`;
  await cp(assembly, kept, { recursive: true });
  deployments.push({ ...last, assembly: kept });
}

/** The address that the deployed platform hears Slack at. */
export async function requestUrl(aws: Aws, region: string): Promise<string> {
  const stack = { Version: '2010-05-15', Action: 'DescribeStacks', StackName: 'dr-control-plane' };
  const told = await aws.query('cloudformation', region, stack);
  return /<OutputKey>RequestUrl<\/OutputKey>\s*<OutputValue>([^<]*)</.exec(told)?.[1] ?? '';
}
