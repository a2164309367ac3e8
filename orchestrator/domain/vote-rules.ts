import type { Question, Vote } from './question.ts';

/** Why this vote does not count, as a sentence; null when it does. Expiry is the first moment at which a vote is late. */
export function whyNotVote(
  question: Question | null,
  asked: { run: string; id: string },
  hash: string,
  vote: Vote,
): string | null {
  if (question === null) return `${asked.run} has no question ${asked.id}.`;
  const { run, row, kind, outcome, expiresAt, votes } = question;
  const what = kind === 'approval' ? `the approval of ${run}` : `the choice about ${row} in ${run}`;
  if (outcome !== null) return `It is too late: ${what} is already decided: ${outcome}.`;
  if (expiresAt !== null && vote.at >= expiresAt) return `It is too late: ${what} has expired.`;
  if (hash !== question.hash) return `The vote is on an older plan of ${run} than the one that waits for approval.`;
  if (votes.some(({ by }) => by.id === vote.by.id)) return `You have already voted on ${what}.`;
  return null;
}
