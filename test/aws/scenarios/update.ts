import { readFile } from 'node:fs/promises';
import { blocksUnder } from '../../workflow/by-hand/blocks.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { typeInto } from '../cloud/typed.ts';
import { deny, isClosed, request, runWhere } from './people.ts';

const STACK = 'dr-control-plane';

/** What an operator sees who updates the control plane against a refusal. */
export interface Update {
  /** The run that was open, and is denied afterwards. */
  readonly run: string;
  /** What is said, and the exit code, where a run is open. */
  readonly refused: string;
  /** What would change. */
  readonly shown: string;
  /** How often CloudFormation was asked to change a stack before the refusal was overridden. */
  readonly changesBefore: number;
  /** What was said of the override. */
  readonly said: string;
  /** How often after it. */
  readonly changes: number;
}

/** Types what docs/deploy.md says of updating, while a run is open: the deployment, what it would change, and the override of the guard. */
export async function updateDuringRun(cloud: Cloud): Promise<Update> {
  const { terminal, gateway, deployments, assembly, application } = cloud;
  const { run } = await request(cloud, 'failover shop override before the update');
  const [commands = ''] = blocksUnder(await readFile('docs/deploy.md', 'utf8'), 'Updating');
  const lineWith = (words: string): string => commands.split('\n').find((line) => line.includes(words)) ?? 'false';
  const from = gateway.calls.length;
  const changes = (): number =>
    gateway.calls.slice(from).filter(({ action }) => action === 'cloudformation:ExecuteChangeSet').length;
  const refused = await typeInto(terminal, `code=0\n{ ${lineWith(STACK)}\n} 2>&1 || code=$?\necho "ended with $code"`);
  const ofStack = (words: string): string => `{ ${lineWith(words).replace('-- ', `-- ${STACK} `)}\n} 2>&1`;
  const shown = await typeInto(terminal, ofStack('--diff'));
  const changesBefore = changes();
  const said = await typeInto(terminal, ofStack('--override'));
  deployments.push({ assembly, applications: [application], from: gateway.calls.length });
  await deny(cloud, run.id);
  await runWhere(cloud, 'The end of the run that was open', isClosed);
  return { run: run.id, refused, shown, changesBefore, said, changes: changes() };
}
