import { revisionOf } from '../../orchestrator/domain/question.ts';
import { isShort, setNudge } from '../views/nudge.ts';
import { setAnnouncement, setApprovalCard, setLiveCard } from '../views/set-cards.ts';
import type { Drawing, Drawn } from './drawings.ts';
import type { SetSnapshot } from './set-snapshot.ts';

/** Every message that a set should have by now, the one that people wait for first. */
export function setDrawings(snapshot: SetSnapshot, channel: string | null): Drawn {
  const { view, plan, surfaces, now } = snapshot;
  const { seq, ownSeq, questions, closed } = view;
  const redrawn = { seq, redrawn: true, paced: closed === null };
  const approvals = questions.flatMap((question): readonly Drawing[] => {
    const own = { seq: ownSeq, redrawn: true, paced: false, where: 'approvals' } as const;
    const reminder = `nudge.${revisionOf(question.id)}`;
    const isReminded = surfaces.has(reminder) || (closed === null && isShort(question, now));
    return [
      { ...own, name: question.id, card: setApprovalCard(view, question, snapshot) },
      ...(isReminded ? [{ ...own, name: reminder, card: setNudge(view, question, snapshot) }] : []),
    ];
  });
  return {
    made: [
      ...approvals,
      { ...redrawn, name: 'live', where: 'incident', card: setLiveCard(view, plan) },
      { ...redrawn, name: 'announcement', where: 'announcements', card: setAnnouncement(view, channel, plan) },
    ],
    broken: [],
  };
}
