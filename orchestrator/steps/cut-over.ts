import { failed, working } from '../domain/answer.ts';
import { judgedAs } from '../domain/plan.ts';
import { gather } from '../gather.ts';
import { hashOf } from '../hash.ts';
import { askApproval } from './approval.ts';
import type { Step } from './step.ts';

const ROW = 'cut-over';

/** The second approval, before users are moved: it freezes the facts as they are by then, and asks about these. */
export const cutOver: Step = {
  async ask(scene) {
    const { world, records, application, plan, run, view } = scene;
    if (view.planned?.row === ROW) return askApproval(scene);
    const facts = await gather({ world, records, application, plan: { id: plan.id, kind: judgedAs(plan, ROW) } }, run);
    if (facts.blockers.length > 0) return failed('Refused', `Users cannot be moved now: ${facts.blockers.join('; ')}.`);
    const revision = (view.planned?.revision ?? 0) + 1;
    const planned = { kind: 'planned', row: ROW, revision, hash: hashOf(plan, facts), facts, drift: [] } as const;
    await records.journal.append(run.id, world.clock.now(), planned, (entries) =>
      entries.some((entry) => entry.kind === 'planned' && entry.row === ROW),
    );
    return working('The facts are frozen for the second approval.');
  },
};
