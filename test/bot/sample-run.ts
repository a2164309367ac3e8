import type { Entry, EntryBody } from '../../orchestrator/domain/entry.ts';
import { type RunView, toRunView } from '../../orchestrator/domain/run-view.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { aRun } from '../contracts/samples.ts';

/** The approver of the sample run. */
export const AMIR = { id: 'U0APPROVER1', via: 'slack' } as const;

/** A run of U0REQUESTER's, approved by U0APPROVER1, and what came after. */
export function approvedRun(...later: readonly EntryBody[]): RunView {
  const run = aRun({ reason: 'U0APPROVER1 and <@U0APPROVER1> said so' });
  const bodies: readonly EntryBody[] = [
    { kind: 'requested', run },
    { kind: 'started', row: 'preflight', undo: false },
    { kind: 'asked', question: 'approval.1', row: 'approval', needed: 1, expiresAt: null },
    { kind: 'voted', question: 'approval.1', by: AMIR, verdict: 'approve' },
    { kind: 'decided', question: 'approval.1', row: 'approval', outcome: 'approved', by: AMIR },
    ...later,
  ];
  const view = toRunView(
    failover,
    bodies.map((body, index): Entry => ({ ...body, seq: index + 1, at: 1_000 + index })),
  );
  if (view === null) throw new Error('The journal does not begin with a request.');
  return view;
}
