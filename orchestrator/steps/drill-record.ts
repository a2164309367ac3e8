import { done } from '../domain/answer.ts';
import { costSays } from '../domain/drill-cost.ts';
import { toWords } from '../domain/duration.ts';
import type { Summary } from '../domain/summary.ts';
import { evidenceOf, type Scene, type Step } from './step.ts';

/** Computes what the drill measured, against the targets in dr.yml, from the journal alone. */
export const drillRecord: Step = {
  async ask(scene) {
    const { run, application, view } = scene;
    const machineMs = recoveryOf(scene);
    const copied = copiedBy(scene);
    const { dataAgeMs } = evidenceOf(scene, copied);
    const summary: Summary = {
      rto: { humanMs: (view.approvedAt ?? run.requestedAt) - run.requestedAt, machineMs, targetMs: application.targets.rto },
      rpo: {
        achievedMs: typeof dataAgeMs === 'number' ? dataAgeMs : null,
        targetMs: application.targets.rpo,
        how: `The age of the newest commit in the copy in ${run.to} when it was there.`,
      },
      fence: null,
    };
    const existedMs = between(scene, copied, 'drill-remove');
    const cost = costSays(view.planned?.facts.copyPerHour ?? null, existedMs);
    const what = copied === 'drill-copy' ? 'promoted, opened and used' : 'restored from backups, opened and used';
    const left = copied === 'drill-copy' ? 'Fence and traffic are' : 'Promotion, fence and traffic are';
    return done(
      `The drill of ${application.id} passed: within ${toWords(machineMs)} a copy in ${run.to} was ${what}. It existed for ${toWords(existedMs)} and is gone. ${cost} ${left} no part of it.`,
      { summary },
    );
  },
};

/** The row that made the copy: each drill has one of them. */
const copiedBy = ({ view }: Scene) => (view.rows.some(({ id }) => id === 'drill-restore') ? 'drill-restore' : 'drill-copy');

/** From the first ask for the promotion, or for the copy where none is promoted, until a task had read and written. */
const recoveryOf = (scene: Scene): number =>
  between(scene, copiedBy(scene) === 'drill-copy' ? 'drill-promote' : 'drill-restore', 'drill-verify');

/** ms from the start of one row to the end of another. */
function between({ view, world }: Scene, from: string, to: string): number {
  const [first, last] = [from, to].map((id) => view.rows.find((row) => row.id === id));
  const now = world.clock.now();
  return Math.max(0, (last?.endedAt ?? now) - (first?.startedAt ?? now));
}
