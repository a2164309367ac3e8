import type { Call } from '../gateway/call.ts';
import { fits, partitionOf, type Role } from './roles.ts';

/** One thing that a role allows: an action on a resource, and of a table on some partitions where it says which. */
export interface Allowance {
  readonly action: string;
  /** As it is written in the role. */
  readonly resource: string;
  readonly partition: string | null;
}

/** The same for resources that a function takes alike, such as those of one Region and of the other. */
export type Likeness = (resource: string) => string;

/** Everything that a role allows, one by one. */
export const allowancesOf = ({ statements }: Pick<Role, 'statements'>): readonly Allowance[] =>
  statements.flatMap(({ actions, resources, leadingKeys }) =>
    actions.flatMap((action) =>
      resources.flatMap((resource) => (leadingKeys ?? [null]).map((partition): Allowance => ({ action, resource, partition }))),
    ),
  );

/** What a role allows that none of those calls needed: not the action, not on that resource, or not in that partition. */
export function unneeded(
  role: Pick<Role, 'statements'>,
  calls: readonly Pick<Call, 'action' | 'resources' | 'parameters'>[],
  alike: Likeness,
): readonly Allowance[] {
  const isUse = ({ action, resource, partition }: Allowance, call: (typeof calls)[number]): boolean =>
    fits(action, call.action) &&
    call.resources.some((each) => fits(alike(resource), alike(each))) &&
    (partition === null || fits(partition, partitionOf(call)));
  return allowancesOf(role).filter((allowance) => !calls.some((call) => isUse(allowance, call)));
}

/** How an allowance reads in a report, and what rows of the tables are compared with. */
export const inWords = ({ resource, partition }: Allowance): string =>
  partition === null ? resource : `${resource} in ${partition}`;

/** Whether an action or resource, as it is written, stands for more than one thing. */
export const isWide = ({ action, resource }: Allowance): boolean => /[*?]/.test(`${action} ${resource}`);
