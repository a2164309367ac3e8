import type { Application } from '../../orchestrator/config.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { mention } from './text.ts';

/** A card names at most this many people one by one. */
const NAMED = 20;

/** Mentions of who can approve now: dr.yml's people and group, without who asked and who has voted; null when nobody is left. */
export function approversSay({ run }: RunView, { votes }: QuestionView, { approval }: Application): string | null {
  const { users, group } = approval.approvers;
  const cannot = new Set([run.requestedBy.id, ...votes.map(({ by }) => by.id)]);
  const named = users.filter((user) => !cannot.has(user)).slice(0, NAMED);
  const people = [...named.map((user) => `<@${user}>`), ...(group === undefined ? [] : [`<!subteam^${group}>`])];
  return people.length === 0 ? null : people.join(', ');
}

/** Who cannot approve although they might seem to, and why. */
export function othersSay({ run }: RunView, { votes }: QuestionView): string {
  const voters = votes.slice(0, NAMED).map(({ by }) => mention(by));
  const voted = voters.length === 0 ? '' : ` and ${voters.join(', ')}, who voted already`;
  return `not ${mention(run.requestedBy)}, who asked${voted}`;
}
