import type { Call } from '../gateway/call.ts';
import { DEPENDENT } from './dependent.ts';
import { type Allowance, allowancesOf, inWords, isWide, type Likeness, unneeded } from './needed.ts';
import type { Role } from './roles.ts';
import { UNPLAYED } from './unplayed.ts';
import { WIDE } from './wide.ts';

/** Rows of both tables: allowances that no recorded call needs. */
export const EXPLAINED = [...DEPENDENT, ...UNPLAYED];
type Row = (typeof EXPLAINED)[number];

const explains = ({ of, action, on }: Row, role: Pick<Role, 'of'>, allowance: Allowance): boolean =>
  of.test(role.of) && action === allowance.action && (on === undefined || on.test(inWords(allowance)));

/** What a role allows although no call needed it and no row of the tables explains it. */
export function excessOf(role: Role, calls: readonly Call[], alike: Likeness): readonly Allowance[] {
  return unneeded(role, calls, alike).filter((allowance) => !EXPLAINED.some((row) => explains(row, role, allowance)));
}

/** Rows that explain nothing of what those roles allow beyond the calls of each. */
export function idleRows(
  roles: readonly Role[],
  callsBy: (role: Role) => readonly Call[],
  alikeTo: (role: Role) => Likeness,
): readonly Row[] {
  const beyond = roles.map((role) => ({ role, allowances: unneeded(role, callsBy(role), alikeTo(role)) }));
  return EXPLAINED.filter(
    (row) => !beyond.some(({ role, allowances }) => allowances.some((allowance) => explains(row, role, allowance))),
  );
}

const isExplained = ({ action, resource }: Allowance): boolean =>
  WIDE.some((row) => row.action.test(action) && row.on.test(resource));

/** What a role allows on more than one thing without a row that says why these cannot be named. */
export const unexplainedWidth = (role: Pick<Role, 'statements'>): readonly Allowance[] =>
  allowancesOf(role).filter((allowance) => isWide(allowance) && !isExplained(allowance));
