import type { ReactNode } from 'react';
import { toWords } from '../../../../orchestrator/domain/duration.ts';
import type { RunView } from '../../../../orchestrator/domain/run-view.ts';

/** How a run ended: what is true, what is left to do, and what was achieved against the targets. */
export function Outcome({ run }: { readonly run: RunView }) {
  const { closed, fencedLater } = run;
  if (closed === null) return null;
  const { says, left, summary } = closed;
  return (
    <div className="outcome">
      <p>{says}</p>
      {left.length > 0 && (
        <ul>
          {left.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {summary !== null && (
        <dl>
          <Figure name="RTO" ms={summary.rto.humanMs + summary.rto.machineMs} targetMs={summary.rto.targetMs}>
            {toWords(summary.rto.humanMs)} people, {toWords(summary.rto.machineMs)} machine
          </Figure>
          <Figure name="RPO" ms={summary.rpo.achievedMs} targetMs={summary.rpo.targetMs}>
            {summary.rpo.how}
          </Figure>
          {summary.fence !== null && (
            <div>
              <dt>Fence</dt>
              <dd>{summary.fence.outcome}</dd>
            </div>
          )}
        </dl>
      )}
      {fencedLater !== null && <p>{fencedLater.says}</p>}
    </div>
  );
}

function Figure({
  name,
  ms,
  targetMs,
  children,
}: {
  readonly name: string;
  readonly ms: number | null;
  readonly targetMs: number;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={ms !== null && ms > targetMs ? 'bad' : undefined}>
        {ms === null ? 'unknown' : toWords(ms)} <span className="quiet">of {toWords(targetMs)}</span>
        <small className="quiet">{children}</small>
      </dd>
    </div>
  );
}
