import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Override } from '../../orchestrator/domain/override.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import type { Arguments } from './arguments.ts';
import type { Caller } from './caller.ts';
import type { Cdk } from './cdk.ts';
import { restoreMinimums } from './minimums.ts';
import { type OpenRuns, openRuns } from './open-runs.ts';
import { refusals, refusalsOfRuns } from './refusals.ts';
import { contextOf, type Looking, rolesNow } from './roles-now.ts';
import type { Protect } from './stack-policy.ts';
import { chooseStacks } from './stacks.ts';

/** What a deployment is made with. */
export interface Deployer extends Looking {
  readonly records: Pick<Records, 'journal' | 'overrides'>;
  readonly caller: () => Promise<Caller>;
  readonly cdk: Cdk;
  readonly protect: Protect;
  /** Folder for the templates and assets. */
  readonly assembly: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What the command ends with: shells and pipelines tell them apart. */
export const EXIT = { deployed: 0, failed: 1, misunderstood: 2, refused: 3 } as const;

/**
 * Deploys what may be deployed now: looks for open runs and for where each application is active, makes the templates for that,
 * looks again, and deploys, with the databases protected before and afterwards. `diff` shows what that would change instead. Answers the exit code.
 */
export async function deployGuarded(on: Deployer, { stacks: names, override, diff, cdk: more }: Arguments): Promise<number> {
  const by = await callerIn(on);
  const early = await openRuns(on.records.journal);
  if ('noTable' in early) on.say('There is no table of records yet, so no run can be open: this is the first deployment.');
  if (!diff && override === null && refusalsOfRuns(early).length > 0) return refuse(on, refusalsOfRuns(early), names);

  const roles = await rolesNow(on);
  const made = await on.cdk(['synth', '--quiet', '--output', on.assembly, ...contextOf(roles)]);
  if (made !== 0) return made;
  const stacks = chooseStacks(on.config, new CloudAssembly(on.assembly), names);
  if (diff) return on.cdk(['diff', '--app', on.assembly, ...(names.length === 0 ? [] : ['--exclusively', ...names])]);
  const runs = await openRuns(on.records.journal);
  const why = refusals({ stacks, runs, roles });
  if (why.length > 0) {
    if (override === null) return refuse(on, why, names);
    await keep(on, runs, {
      ...{ at: on.now(), by: { id: by.arn, via: 'cli' }, reason: override, refusals: why },
      stacks: stacks.map(({ name }) => name),
    });
  } else if (override !== null) on.say('Nothing forbids this deployment: no override was needed, and none is kept.');

  const which = names.length === 0 ? ['--all'] : ['--exclusively', ...names];
  const databases = stacks.filter(({ hasDatabase }) => hasDatabase);
  for (const stack of databases) await on.protect(stack);
  const deployed = await on.cdk(['deploy', '--app', on.assembly, ...which, ...more]);
  // A deployment that fails half-way has made stacks all the same.
  for (const stack of databases) {
    if (await on.protect(stack)) on.say(`${stack.name} is protected: no update may replace or delete its database.`);
  }
  if (deployed === 0) await restoreMinimums(on, stacks);
  return deployed;
}

async function callerIn({ config, caller }: Deployer): Promise<Caller> {
  const { account } = platformOnAws(config);
  const found = await caller();
  if (found.account === account) return found;
  throw new Refused(`These credentials are of account ${found.account}, and dr.yml names ${account}: log in to that one.`);
}

function refuse({ say }: Deployer, why: readonly string[], names: readonly string[]): number {
  for (const sentence of why) say(sentence);
  const stacks = names.map((name) => `${name} `).join('');
  say(
    `Nothing was deployed. To deploy all the same, and have it kept who did and why: npm run deploy -- ${stacks}--override "<reason>"`,
  );
  return EXIT.refused;
}

async function keep({ records, say }: Deployer, runs: OpenRuns, override: Override): Promise<void> {
  const told = JSON.stringify(override);
  if (!('open' in runs)) return say(`The records cannot be written, so keep this line yourself: ${told}`);
  await records.overrides.record(override);
  say(`The guard is overridden, which is kept in the records: ${told}`);
}
