import type { Question, Vote } from './question.ts';

/** Why this vote does not count, as a sentence; null when it does. Expiry is the first moment at which a vote is late. */
export function whyNotVote(
  question: Question | null,
  asked: { run: string; id: string },
  hash: string,
  vote: Vote,
): string | null {
  if (question === null) return `${asked.run} has no question ${asked.id}.`;
  const { run, id, outcome, expiresAt, votes } = question;
  if (outcome !== null) return `${id} of ${run} is already decided: ${outcome}.`;
  if (expiresAt !== null && vote.at >= expiresAt) return `${id} of ${run} has expired.`;
  if (hash !== question.hash) return `The vote is on an older plan of ${run} than the one that waits for approval.`;
  if (votes.some(({ by }) => by.id === vote.by.id)) return `${vote.by.id} has already voted on ${id} of ${run}.`;
  return null;
}
