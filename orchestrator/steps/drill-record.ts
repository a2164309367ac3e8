import { done } from '../domain/answer.ts';
import { toWords } from '../domain/duration.ts';
import type { Summary } from '../domain/summary.ts';
import { evidenceOf, type Scene, type Step } from './step.ts';

/** Computes what the drill measured, against the targets in dr.yml, from the journal alone. */
export const drillRecord: Step = {
  async ask(scene) {
    const { run, application, view } = scene;
    const machineMs = recoveryOf(scene);
    const { dataAgeMs } = evidenceOf(scene, 'drill-copy');
    const summary: Summary = {
      rto: { humanMs: (view.approvedAt ?? run.requestedAt) - run.requestedAt, machineMs, targetMs: application.targets.rto },
      rpo: {
        achievedMs: typeof dataAgeMs === 'number' ? dataAgeMs : null,
        targetMs: application.targets.rpo,
        how: `The age of the newest commit in the copy in ${run.to} when its promotion could begin.`,
      },
      fence: null,
    };
    const existed = toWords(between(scene, 'drill-copy', 'drill-remove'));
    return done(
      `The drill of ${application.id} passed: within ${toWords(machineMs)} a copy in ${run.to} was promoted, opened and used. It existed for ${existed} and is gone. Fence and traffic are no part of a drill.`,
      { summary },
    );
  },
};

/** From the first ask for the promotion until a task had read and written. */
const recoveryOf = (scene: Scene): number => between(scene, 'drill-promote', 'drill-verify');

/** ms from the start of one row to the end of another. */
function between({ view, world }: Scene, from: string, to: string): number {
  const [first, last] = [from, to].map((id) => view.rows.find((row) => row.id === id));
  const now = world.clock.now();
  return Math.max(0, (last?.endedAt ?? now) - (first?.startedAt ?? now));
}
