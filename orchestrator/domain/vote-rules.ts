import type { Question, Vote } from './question.ts';

/** What a person may cast only once: one approval or denial, but each choice about a step. */
export const ballotOf = ({ by, verdict }: Pick<Vote, 'by' | 'verdict'>): string =>
  verdict === 'approve' || verdict === 'deny' ? by.id : `${by.id} ${verdict}`;

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
  if (votes.some((cast) => ballotOf(cast) === ballotOf(vote))) return `You have already voted on ${what}.`;
  return null;
}
