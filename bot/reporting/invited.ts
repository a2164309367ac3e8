import type { Application } from '../../orchestrator/config.ts';
import type { Person } from '../../orchestrator/domain/run.ts';
import type { Directory } from '../../orchestrator/ports/directory.ts';

/** Slack allows some 50 invitations a minute; more people than this find the channel by its announcement. */
const MOST = 30;

/** Who belongs in an incident channel: the requester, and those who may approve for one of the applications. */
export async function invited(
  requestedBy: Person,
  applications: readonly Application[],
  directory: Directory,
): Promise<readonly string[]> {
  const approvers = applications.map(({ approval }) => approval.approvers);
  const groups = new Set(approvers.flatMap(({ group }) => group ?? []));
  const members = await Promise.all([...groups].map((group) => directory.members(group)));
  const requester = requestedBy.via === 'slack' ? [requestedBy.id] : [];
  return [...new Set([...requester, ...approvers.flatMap(({ users }) => users), ...members.flat()])].slice(0, MOST);
}
