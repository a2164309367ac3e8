import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { Lab } from '../lab.ts';
import { approve, request } from './people.ts';
import type { Scenario } from './report.ts';
import { until } from './until.ts';

/** How long a step of the story may take before the recovery counts as unfinished, ms. */
const PATIENCE_MS = 60_000;
const HEALED_MS = 10_000;
/** Writes the users have to have made before anything breaks, so that there is something to lose. */
const WARM_UP_WRITES = 200;

/** When what happened, epoch ms. */
export interface Story {
  readonly brokeAt: number;
  readonly seenAt: number;
  readonly view: RunView;
  /** When the source could be reached again; null when it stays gone. */
  readonly healedAt: number | null;
}

/** Breaks the primary, asks, approves, waits for the end, and heals what was only cut off. */
export async function play(lab: Lab, scenario: Scenario, tell: (line: string) => void): Promise<Story> {
  const { primary } = lab.world.config.regions;
  await until('Enough writes', PATIENCE_MS, async () => (lab.world.users.acknowledged() >= WARM_UP_WRITES ? true : null));
  const brokeAt = Date.now();
  await lab.flip({ do: scenario, region: primary });
  tell(`${primary} is ${scenario === 'kill' ? 'killed' : 'cut off'}.`);
  const seenAt = await until(`The watch seeing ${primary} down`, PATIENCE_MS, () => downSince(lab, primary));
  const { run } = await request(lab, `${primary} does not answer`);
  tell(`${run.id} is requested by ${run.requestedBy.id}.`);
  await approve(lab, run.id);
  await followRows(lab, tell);
  const closed = await until(`The end of ${run.id}`, PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view?.closed ? view : null;
  });
  tell(`${run.id}: ${closed.closed?.says}`);
  if (scenario === 'kill' || closed.pointOfNoReturnAt === null) return { brokeAt, seenAt, view: closed, healedAt: null };

  const healedAt = Date.now();
  await lab.flip({ do: 'heal', region: primary });
  tell(`${primary} can be reached again.`);
  const fenced = await until(`The late fence of ${primary}`, HEALED_MS, async () => {
    const view = await lab.newestRun();
    return view?.fencedLater ? view : null;
  });
  tell(fenced.fencedLater?.says ?? '');
  return { brokeAt, seenAt, view: fenced, healedAt };
}

async function downSince(lab: Lab, region: string): Promise<number | null> {
  return (await lab.records.sightings.look(lab.world.application.id, region)).downSince;
}

/** Tells each row once, as it ends, until the run is closed. */
async function followRows(lab: Lab, tell: (line: string) => void): Promise<void> {
  const told = new Set<string>();
  await until('The end of the run', PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    for (const { id, state, says } of view?.rows ?? []) {
      if (state === 'waiting' || state === 'working' || told.has(id)) continue;
      told.add(id);
      tell(`  ${state === 'done' ? '✓' : '✗'} ${id}: ${says}`);
    }
    return view?.closed ? true : null;
  });
}
