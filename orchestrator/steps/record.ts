import { done } from '../domain/answer.ts';
import { settledIn } from '../domain/run-view.ts';
import type { Summary } from '../domain/summary.ts';
import { unplannedBy } from '../domain/unplanned.ts';
import { approversOf, evidenceOf, type Scene, type Step } from './step.ts';

/** Computes what the run achieved, against the targets in dr.yml, from the journal alone. */
export const record: Step = {
  async ask(scene) {
    const { run, view, application, world } = scene;
    const requestedAt = view.rows.find(({ id }) => id === 'cut-over')?.startedAt ?? run.requestedAt;
    const approvedAt = view.approvedAt ?? requestedAt;
    const verifiedAt = view.rows.find(({ id }) => id === 'verify-dns')?.endedAt ?? world.clock.now();
    const summary: Summary = {
      rto: { humanMs: approvedAt - requestedAt, machineMs: verifiedAt - approvedAt, targetMs: application.targets.rto },
      rpo: { ...achievedRpo(scene), targetMs: application.targets.rpo },
      fence: fenceOf(scene),
    };
    return done(`${run.application} runs in ${run.to}.`, { summary });
  },
};

function fenceOf(scene: Scene): Summary['fence'] {
  const fenced = evidenceOf(scene, 'fence').outcome === 'fenced';
  const acceptedBy = unplannedBy(scene) ?? approversOf(scene);
  return fenced ? { outcome: 'fenced', acceptedBy: [] } : { outcome: 'unreachable', acceptedBy };
}

function achievedRpo(scene: Scene): Pick<Summary['rpo'], 'achievedMs' | 'how'> {
  const { run, view } = scene;
  const { zeroLoss, lastCommitAt } = settledIn(view);
  if (zeroLoss === true)
    return { achievedMs: 0, how: `Proved: ${run.to} replayed up to a marker written in ${run.from} after its fence.` };
  const { outcome, at, silentSince } = evidenceOf(scene, 'fence');
  const aliveUntil = outcome === 'fenced' ? at : silentSince;
  if (typeof lastCommitAt !== 'number' || typeof aliveUntil !== 'number') {
    return { achievedMs: null, how: `Unknown: ${run.to} has replayed no transaction whose time is known.` };
  }
  const achievedMs = Math.max(0, aliveUntil - lastCommitAt);
  const how =
    outcome === 'fenced'
      ? `At most: from the newest commit kept in ${run.to} to the fence of ${run.from}.`
      : `At most, if ${run.from} was dead from when it fell silent: from the newest commit kept in ${run.to} until then. What it acknowledged afterwards is counted once it is fenced.`;
  return { achievedMs, how };
}
