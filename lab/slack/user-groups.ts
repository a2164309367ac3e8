import { TEAM, USER_GROUPS } from './cast.ts';
import type { ApiAnswer } from './emulator.ts';

const SCOPE = 'usergroups:read';

/** The user group methods, which emulate lacks; null for any other method. */
export function answerUserGroups(
  method: string,
  args: Readonly<Record<string, unknown>>,
  scopes: readonly string[],
): ApiAnswer | null {
  if (method !== 'usergroups.list' && method !== 'usergroups.users.list') return null;
  if (scopes.length > 0 && !scopes.includes(SCOPE)) {
    return { ok: false, error: 'missing_scope', needed: SCOPE, provided: scopes.join(',') };
  }
  if (method === 'usergroups.list') {
    const withUsers = String(args.include_users) === 'true';
    return {
      ok: true,
      usergroups: USER_GROUPS.map(({ users, ...group }) => ({
        ...group,
        team_id: TEAM.id,
        is_usergroup: true,
        user_count: users.length,
        ...(withUsers ? { users } : {}),
      })),
    };
  }
  const group = USER_GROUPS.find(({ id }) => id === args.usergroup);
  return group === undefined ? { ok: false, error: 'no_such_subteam' } : { ok: true, users: group.users };
}
