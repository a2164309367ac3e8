import type { OpenRuns } from './open-runs.ts';
import type { Roles, Swapped } from './roles.ts';
import type { DeployedStack } from './stacks.ts';

/** What a deployment is judged by. */
export interface Judged {
  /** Every stack that would be deployed. */
  readonly stacks: readonly DeployedStack[];
  readonly runs: OpenRuns;
  /** By application; those whose stacks are not ours have none. */
  readonly roles: Readonly<Record<string, Roles>>;
}

/** Sentences, why this must not be deployed and what to do instead; none when it may. */
export function refusals({ stacks, runs, roles }: Judged): readonly string[] {
  return [...refusalsOfRuns(runs), ...Object.entries(roles).flatMap(([id, seen]) => refusalsOfRoles(id, seen, stacks))];
}

/** Why nothing at all must be deployed. */
export function refusalsOfRuns(runs: OpenRuns): readonly string[] {
  if ('noTable' in runs) return [];
  if ('unreadable' in runs) {
    return [`The records cannot be read, so a run may be open: ${runs.unreadable} Mend that, then deploy again.`];
  }
  return runs.open.map(
    ({ id, plan, application }) =>
      `${id} (${plan} of ${application}) is open, and a deployment would change what it stands on. Wait until /dr status ${id} says that it is over, or take it back with /dr abort ${id}.`,
  );
}

const MEND: Readonly<Record<Swapped['mend'], (id: string) => string>> = {
  failback: (id) => `Bring ${id} home first, by /dr failback ${id}.`,
  failover: (id) => `Move ${id} to what is left of it, by /dr failover ${id}, and bring it home after that.`,
  status: (id) => `/dr status ${id} says which run left it so, and what is to be done about it.`,
  wait: () => 'Wait until RDS answers, then deploy again.',
  look: (id) => `Look at both with aws rds describe-db-instances, and bring ${id} to where one writes and the other follows.`,
};

function refusalsOfRoles(id: string, { active, swapped, untold }: Roles, stacks: readonly DeployedStack[]): readonly string[] {
  const others = stacks.filter(({ hasDatabase }) => !hasDatabase).map(({ name }) => name);
  const mine = stacks.filter(({ application }) => application === id);
  const data = mine.filter(({ hasDatabase }) => hasDatabase);
  const scaled = mine.filter(({ hasServices, hasDatabase }) => hasServices && !hasDatabase);
  const inUntold = scaled.filter(({ region }) => region === untold);
  return [
    ...(swapped !== null && data.length > 0
      ? [
          `${namesOf(data)} would be deployed over a database that is not what the template says: ${swapped.why} ${MEND[swapped.mend](id)}${others.length === 0 ? '' : ` Until then: npm run deploy -- ${others.join(' ')}`}`,
        ]
      : []),
    ...(active === null && scaled.length > 0
      ? [
          `${namesOf(scaled)} would be scaled for the wrong Region: where ${id} is active is not to be told. /dr status ${id} says what disagrees.`,
        ]
      : []),
    ...(inUntold.length > 0
      ? [
          `${namesOf(inUntold)} would be scaled as a standby, and neither RDS nor the agent in ${untold} tells whether it still is one. Wait until one of them answers, then deploy again.`,
        ]
      : []),
  ];
}

const namesOf = (stacks: readonly DeployedStack[]): string => stacks.map(({ name }) => name).join(' and ');
