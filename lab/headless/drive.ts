import { isExpected } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { Lab } from '../lab.ts';
import { approve, request } from './people.ts';
import type { Scenario } from './report.ts';
import { until } from './until.ts';

/** Writes the users have to have made in the Region moved to, before they are counted. */
const SETTLED_WRITES = 100;
/** How long a step of the story may take before the recovery counts as unfinished, ms. */
const PATIENCE_MS = 60_000;
const HEALED_MS = 10_000;
/** Writes the users have to have made before anything breaks, so that there is something to lose. */
const WARM_UP_WRITES = 200;

/** When what happened, epoch ms; null for what did not come to pass. */
export interface Story {
  readonly brokeAt: number;
  readonly seenAt: number | null;
  readonly view: RunView | null;
  /** When the source could be reached again. */
  readonly healedAt: number | null;
  /** What went wrong, as a sentence. */
  readonly problem: string | null;
}

/** Breaks the primary, asks, approves, waits for the end, and heals what was only cut off; ends early where it gets stuck. */
export async function play(lab: Lab, scenario: Scenario, tell: (line: string) => void): Promise<Story> {
  const { primary } = lab.world.config.regions;
  await until('Enough writes', PATIENCE_MS, async () => (lab.world.users.acknowledged() >= WARM_UP_WRITES ? true : null));
  const story = { brokeAt: Date.now(), seenAt: null as number | null, healedAt: null as number | null };
  try {
    await lab.flip({ do: scenario, region: primary });
    tell(`${primary} is ${scenario === 'kill' ? 'killed' : 'cut off'}.`);
    story.seenAt = await until(`The watch seeing ${primary} down`, PATIENCE_MS, () => downSince(lab, primary));
    await recover(lab, tell);
    if (scenario === 'cut-off') {
      story.healedAt = Date.now();
      await heal(lab, tell);
    }
    return { ...story, view: await lab.newestRun(), problem: null };
  } catch (error) {
    if (!isExpected(error)) throw error;
    tell(error.message);
    return { ...story, view: await lab.newestRun(), problem: error.message };
  }
}

async function recover(lab: Lab, tell: (line: string) => void): Promise<void> {
  const { run } = await request(lab, `${lab.world.config.regions.primary} does not answer`);
  tell(`${run.id} is requested by ${run.requestedBy.id}.`);
  await approve(lab, run.id);
  const view = await followRows(lab, tell);
  tell(`${run.id}: ${view.closed?.says}`);
  await until(`Users writing in ${run.to}`, PATIENCE_MS, () => usersIn(lab, view));
}

async function heal(lab: Lab, tell: (line: string) => void): Promise<void> {
  const { primary } = lab.world.config.regions;
  await lab.flip({ do: 'heal', region: primary });
  tell(`${primary} can be reached again.`);
  const { says } = await until(
    `The late fence of ${primary}`,
    HEALED_MS,
    async () => (await lab.newestRun())?.fencedLater ?? null,
  );
  tell(says);
}

async function usersIn({ world }: Lab, { run, approvedAt, closed }: RunView): Promise<true | null> {
  if (closed?.result !== 'succeeded') return true;
  const writes = (await world.users.ledger()).filter(({ at, region }) => region === run.to && at >= (approvedAt ?? 0));
  return writes.length >= SETTLED_WRITES ? true : null;
}

async function downSince(lab: Lab, region: string): Promise<number | null> {
  return (await lab.records.sightings.look(lab.world.application.id, region)).downSince;
}

/** Tells each row once, as it ends, until the run is closed. */
async function followRows(lab: Lab, tell: (line: string) => void): Promise<RunView> {
  const told = new Set<string>();
  return until('The end of the run', PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    for (const { id, state, says } of view?.rows ?? []) {
      if (state === 'waiting' || state === 'working' || told.has(id)) continue;
      told.add(id);
      tell(`  ${state === 'done' ? '✓' : '✗'} ${id}: ${says}`);
    }
    return view?.closed ? view : null;
  });
}
