import type { Application, Config } from './config.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Entry } from './domain/entry.ts';
import { Refused } from './domain/errors.ts';
import type { Plan } from './domain/plan.ts';
import type { Run } from './domain/run.ts';
import { type RunView, toRunView } from './domain/run-view.ts';
import type { Pace } from './pace.ts';
import { plans } from './plans/plans.ts';
import type { Directory } from './ports/directory.ts';
import type { Records } from './ports/records.ts';
import type { Workflow } from './ports/workflow.ts';
import type { World } from './ports/world.ts';

/** Everything the platform runs on: what the entries hand to steps, use cases and the sweeper. */
export interface Stage {
  readonly config: Config;
  /** The two Regions of an application. */
  readonly worldOf: (application: Application) => World;
  readonly records: Records;
  readonly workflow: Workflow;
  readonly directory: Directory;
  readonly pace: Pace;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The application of dr.yml with that id; the ids of others are named when there is none. */
export function applicationOf(config: Config, id: string): Application {
  const found = config.applications[id];
  if (found !== undefined) return { id, ...found };
  const known = Object.keys(config.applications);
  throw new Refused(`dr.yml names no application "${id}". It names: ${known.join(', ')}.${didYouMean(id, known)}`);
}

/** A run as its journal tells it. */
export interface Opened {
  readonly run: Run;
  readonly plan: Plan;
  readonly view: RunView;
  readonly entries: readonly Entry[];
}

/** What reading a run takes. */
export interface Read {
  readonly records: { readonly journal: Pick<Records['journal'], 'read'> };
}

/** A run with its plan and its journal folded; `Refused` when there is no such run. */
export async function openRun(stage: Read, id: string): Promise<Opened> {
  const entries = await stage.records.journal.read(id);
  const [first] = entries;
  if (first?.kind !== 'requested') throw new Refused(`There is no run ${id}.`);
  const plan = plans[first.run.plan];
  const view = toRunView(plan, entries);
  if (view === null) throw new Error(`The journal of ${id} does not begin with its request.`);
  return { run: first.run, plan, view, entries };
}
