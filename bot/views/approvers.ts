import type { Application } from '../../orchestrator/config.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { mention } from './text.ts';

/** A card names at most this many people one by one. */
const NAMED = 20;

/**
 * Mentions of who can approve now: the people and the group that dr.yml lists for each of the applications, without who asked and who
 * has voted; null when nobody is left.
 */
export function approversSay(
  { requestedBy }: Pick<Run, 'requestedBy'>,
  { votes }: QuestionView,
  applications: readonly Application[],
): string | null {
  const [first, ...others] = applications.map(({ approval }) => approval.approvers);
  if (first === undefined) return null;
  const cannot = new Set([requestedBy.id, ...votes.map(({ by }) => by.id)]);
  const mayAll = (user: string): boolean => others.every(({ users }) => users.includes(user));
  const named = first.users.filter((user) => !cannot.has(user) && mayAll(user)).slice(0, NAMED);
  const groups = [first.group].filter((group) => group !== undefined && others.every((other) => other.group === group));
  const people = [...named.map((user) => `<@${user}>`), ...groups.map((group) => `<!subteam^${group}>`)];
  return people.length === 0 ? null : people.join(', ');
}

/** Who cannot approve although they might seem to, and why. */
export function othersSay({ run }: RunView, { votes }: QuestionView): string {
  const voters = votes.slice(0, NAMED).map(({ by }) => mention(by));
  const voted = voters.length === 0 ? '' : ` and ${voters.join(', ')}, who voted already`;
  return `not ${mention(run.requestedBy)}, who asked${voted}`;
}
