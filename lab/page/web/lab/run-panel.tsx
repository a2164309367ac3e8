import { asItIs } from '../../../../orchestrator/domain/as-it-is.ts';
import { toWords } from '../../../../orchestrator/domain/duration.ts';
import { fill, inRow, rowsOf } from '../../../../orchestrator/domain/plan.ts';
import type { RunPhase, RunView } from '../../../../orchestrator/domain/run-view.ts';
import type { LabView } from '../../../view.ts';
import { Outcome } from './outcome.tsx';
import { StepRow } from './step-row.tsx';

const PHASES: Readonly<Record<RunPhase, string>> = {
  preparing: 'preparing',
  'waiting-for-approval': 'waits for approval',
  executing: 'executing',
  'waiting-for-decision': 'waits for a decision',
  undoing: 'undoing',
  closed: 'closed',
};

/** The newest run: its steps as they go, and what it achieved. */
export function RunPanel({ view: { run, plan, at }, domain }: { readonly view: LabView; readonly domain: string }) {
  if (run === null || plan === null) return <FirstSteps />;
  const { id, application, from, to } = run.run;
  const names = { from, to, application, domain };
  const titles = new Map(rowsOf(plan).map((row) => [row.id, fill(row.title, inRow(row, names))]));
  return (
    <section className="panel run" aria-label={`Run ${id}`}>
      <header>
        <h3>
          {id} · {plan.title.toLowerCase()} of {application}
        </h3>
        <span className="phase" data-phase={run.closed?.result ?? run.phase}>
          {run.closed?.result ?? PHASES[run.phase]}
        </span>
      </header>
      <p className="quiet">
        {from} → {to} · {clock(run, at)}
      </p>
      <Outcome run={run} />
      <ol>
        {run.rows.map((row) => (
          <StepRow key={row.id} row={asItIs(row, run)} title={titles.get(row.id) ?? row.id} at={at} />
        ))}
      </ol>
    </section>
  );
}

function clock({ run, approvedAt, closed }: RunView, at: number): string {
  const since = (start: number) => toWords(Math.max(0, (closed?.at ?? at) - start));
  if (closed !== null) {
    return `took ${since(run.requestedAt)}${approvedAt === null ? '' : `, ${since(approvedAt)} of it after the approval`}`;
  }
  return `asked ${since(run.requestedAt)} ago${approvedAt === null ? '' : `, approved ${since(approvedAt)} ago`}`;
}

function FirstSteps() {
  return (
    <section className="panel run" aria-label="What to try first">
      <h3>What to try first</h3>
      <ol className="first-steps">
        <li>Kill us-east-1 above. The users' writes begin to fail.</li>
        <li>
          As Rosa, write <code>/dr failover shop us-east-1 does not answer</code>.
        </li>
        <li>As Amir, press Review in #dr-approvals, read what approving accepts, and type the application's name.</li>
        <li>Watch the steps here, and the users come back.</li>
      </ol>
    </section>
  );
}
