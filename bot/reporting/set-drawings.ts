import { setAnnouncement, setApprovalCard, setLiveCard } from '../views/set-cards.ts';
import type { Drawing, Drawn } from './drawings.ts';
import type { SetSnapshot } from './set-snapshot.ts';

/** Every message that a set should have by now, the one that people wait for first. */
export function setDrawings({ view, plan }: SetSnapshot, channel: string | null): Drawn {
  const { seq, ownSeq, questions, closed } = view;
  const redrawn = { seq, redrawn: true, paced: closed === null };
  const approvals = questions.map(
    (question): Drawing => ({
      ...redrawn,
      seq: ownSeq,
      paced: false,
      name: question.id,
      where: 'approvals',
      card: setApprovalCard(view, question, plan),
    }),
  );
  return {
    made: [
      ...approvals,
      { ...redrawn, name: 'live', where: 'incident', card: setLiveCard(view, plan) },
      { ...redrawn, name: 'announcement', where: 'announcements', card: setAnnouncement(view, channel, plan) },
    ],
    broken: [],
  };
}
