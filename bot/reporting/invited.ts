import type { Application } from '../../orchestrator/config.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { Directory } from '../../orchestrator/ports/directory.ts';

/** Slack allows some 50 invitations a minute; more people than this find the channel by its announcement. */
const MOST = 30;

/** Who belongs in an incident channel: the requester, and those who may approve. */
export async function invited(run: Run, { approval }: Application, directory: Directory): Promise<readonly string[]> {
  const { users, group } = approval.approvers;
  const members = group === undefined ? [] : await directory.members(group);
  const requester = run.requestedBy.via === 'slack' ? [run.requestedBy.id] : [];
  return [...new Set([...requester, ...users, ...members])].slice(0, MOST);
}
