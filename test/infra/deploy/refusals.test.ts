import { describe, expect, it } from 'vitest';
import type { OpenRuns } from '../../../infra/deploy/open-runs.ts';
import { refusals } from '../../../infra/deploy/refusals.ts';
import type { Roles } from '../../../infra/deploy/roles.ts';
import type { DeployedStack } from '../../../infra/deploy/stacks.ts';
import { aRun } from '../../contracts/samples.ts';

const stack = (name: string, changes: Partial<DeployedStack> = {}): DeployedStack => ({
  ...{ name, region: 'us-east-1', application: 'shop', hasDatabase: false, hasServices: false },
  ...changes,
});
const PLATFORM = stack('dr-control-plane', { application: null });
const DATA = stack('shop-data-us-east-1', { hasDatabase: true });
const SERVICES = stack('shop-services-us-east-1', { hasServices: true });

const NONE: OpenRuns = { open: [] };
const HOME: Roles = { active: 'us-east-1', swapped: null, left: null, untold: null };
const SWAPPED: Roles = {
  active: 'us-west-2',
  swapped: { why: 'shop-dr was promoted.', mend: 'failback' },
  left: null,
  untold: null,
};
const UNKNOWN: Roles = { active: null, swapped: { why: 'RDS does not tell.', mend: 'wait' }, left: null, untold: null };
const UNTOLD: Roles = { ...HOME, untold: 'us-west-2' };
const RUN: OpenRuns = { open: [aRun({ id: 'DR-42', application: 'shop' })] };

/** What is to be deployed, what is open, the roles, and the beginning of each refusal. */
const ROWS: readonly (readonly [string, readonly DeployedStack[], OpenRuns, Roles, readonly string[]])[] = [
  ['everything while all is well', [PLATFORM, DATA, SERVICES], NONE, HOME, []],
  ['everything the first time', [PLATFORM, DATA, SERVICES], { noTable: true }, HOME, []],
  ['the platform during a run', [PLATFORM], RUN, HOME, ['DR-42 (failover of shop) is open']],
  ['the platform without records', [PLATFORM], { unreadable: 'Nobody answers.' }, HOME, ['The records cannot be read']],
  ['everything while swapped', [PLATFORM, DATA, SERVICES], NONE, SWAPPED, ['shop-data-us-east-1 would be deployed over']],
  ['the rest while swapped', [PLATFORM, SERVICES], NONE, SWAPPED, []],
  ['services while nobody can tell', [PLATFORM, SERVICES], NONE, UNKNOWN, ['shop-services-us-east-1 would be scaled']],
  [
    'services of a Region that may have been left',
    [PLATFORM, SERVICES, stack('shop-services-us-west-2', { hasServices: true, region: 'us-west-2' })],
    NONE,
    UNTOLD,
    ['shop-services-us-west-2 would be scaled as a standby, and neither RDS nor the agent in us-west-2 tells'],
  ],
  ['services of the active Region while the other does not tell', [PLATFORM, SERVICES], NONE, UNTOLD, []],
  ['the platform while nobody can tell', [PLATFORM], NONE, UNKNOWN, []],
  ['data of a swapped application during a run', [DATA], RUN, SWAPPED, ['DR-42', 'shop-data-us-east-1']],
  ["another application's data", [stack('blog-data-us-east-1', { application: 'blog', hasDatabase: true })], NONE, SWAPPED, []],
];

describe('a deployment of', () => {
  it.each(ROWS)('%s', (_, stacks, runs, roles, expected) => {
    const said = refusals({ stacks, runs, roles: { shop: roles } });
    expect(said).toHaveLength(expected.length);
    for (const [index, beginning] of expected.entries()) expect(said[index]?.startsWith(beginning)).toBe(true);
  });

  it('an open run is told with what to do about it', () => {
    const [sentence] = refusals({ stacks: [PLATFORM], runs: RUN, roles: {} });
    expect(sentence).toContain('Wait until /dr status DR-42 says that it is over, or take it back with /dr abort DR-42.');
  });

  it('swapped data is told with why, and with what can be deployed meanwhile', () => {
    const [sentence] = refusals({ stacks: [PLATFORM, DATA, SERVICES], runs: NONE, roles: { shop: SWAPPED } });
    expect(sentence).toContain('shop-dr was promoted. Bring shop home first, by /dr failback shop.');
    const [silent] = refusals({ stacks: [DATA], runs: NONE, roles: { shop: UNKNOWN } });
    expect(silent).toContain('RDS does not tell. Wait until RDS answers, then deploy again.');
    expect(sentence).toContain('npm run deploy -- dr-control-plane shop-services-us-east-1');
  });
});
