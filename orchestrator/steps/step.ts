import type { Application, Config } from '../config.ts';
import type { Answer, Evidence } from '../domain/answer.ts';
import type { Facts } from '../domain/facts.ts';
import type { Plan } from '../domain/plan.ts';
import type { Run } from '../domain/run.ts';
import { evidenceIn, type RunView } from '../domain/run-view.ts';
import type { Pace } from '../pace.ts';
import type { Records } from '../ports/records.ts';
import type { World } from '../ports/world.ts';

/** Everything a step sees when it is asked. */
export interface Scene {
  readonly world: World;
  readonly records: Records;
  readonly config: Config;
  readonly application: Application;
  readonly plan: Plan;
  readonly run: Run;
  readonly pace: Pace;
  /** The run as its journal had it when this invocation began. */
  readonly view: RunView;
  /** ms since the row was started (again). */
  readonly elapsedMs: number;
}

/** A question that may be asked at any time: it looks at the world, acts if needed, and answers. */
export interface Step {
  ask(scene: Scene): Promise<Answer>;
  /** Takes back what `ask` did; only rows with an `undo` have it. */
  undo?(scene: Scene): Promise<Answer>;
}

/** Facts frozen with the approved revision; steps after preflight have them. */
export function factsOf(scene: Scene): Facts {
  if (scene.view.planned === null) throw new Error(`${scene.run.id} has no plan yet, so no step may act on its facts.`);
  return scene.view.planned.facts;
}

/** What an earlier row left in the journal; empty when it is not done. */
export function evidenceOf(scene: Scene, row: string): Evidence {
  return evidenceIn(scene.view, row);
}

/** The people whose approval counts for this run, by id. */
export function approversOf(scene: Scene): readonly string[] {
  const approved = scene.view.questions.findLast(({ kind, outcome }) => kind === 'approval' && outcome === 'approved');
  return (approved?.votes ?? []).filter(({ verdict }) => verdict === 'approve').map(({ by }) => by.id);
}
