import { isExpected } from '../../orchestrator/domain/errors.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Lab } from '../lab.ts';
import type { Prober } from '../prober/prober.ts';
import type { Acknowledged } from '../users/ledger.ts';
import type { LabWorld } from '../world.ts';
import { PATIENCE_MS, recover, type Tell } from './recover.ts';
import type { Scenario } from './report.ts';
import { until } from './until.ts';

const HEALED_MS = 10_000;
/** Writes the users have to have made before anything breaks. */
const WARM_UP_WRITES = 200;

/** When what happened to one application, epoch ms; null for what did not come to pass. */
export interface Story {
  readonly plan: PlanId;
  readonly world: LabWorld;
  readonly brokeAt: number | null;
  readonly seenAt: number | null;
  readonly view: RunView | null;
  /** When the source could be reached again. */
  readonly healedAt: number | null;
  /** What a prober was told is kept, in order of time. */
  readonly probed: readonly Acknowledged[];
  /** Requests of users that failed from the request on. */
  readonly failedRequests: number;
  /** What went wrong, as a sentence. */
  readonly problem: string | null;
  /** What it is about, where that is not everything from the start of the lab, epoch ms. */
  readonly span?: { readonly from: number; readonly to: number };
}

/** What is played. */
export interface Play {
  readonly plan: PlanId;
  readonly scenario: Scenario;
}

/**
 * Breaks the primary if told so, asks, approves, waits for the end, and heals what was only cut off; ends early where it gets stuck.
 * Answers what became of each application.
 */
export async function play(lab: Lab, { plan, scenario }: Play, tell: Tell): Promise<readonly Story[]> {
  const cast = await Promise.all(lab.worlds.map(async (world) => ({ world, prober: await warmUp(world) })));
  const { kind, home } = plans[plan];
  if (kind === 'rebuild' || home) await recover(lab, 'failover', tell);
  const watched = cast.map((each) => ({ ...each, failedBefore: each.world.users.failed() }));
  const told = (happened: Pick<Story, 'brokeAt' | 'problem'> & Partial<Story>, seenAt: readonly (number | null)[] = []) =>
    Promise.all(
      watched.map(async ({ world, prober, failedBefore }, index): Promise<Story> => {
        const view = await lab.newestRun(world.application.id);
        const failedRequests = world.users.failed() - failedBefore;
        const probed = await prober.acknowledged();
        return { healedAt: null, ...happened, plan, world, seenAt: seenAt[index] ?? null, view, probed, failedRequests };
      }),
    );
  const times = { brokeAt: null as number | null, healedAt: null as number | null };
  let seenAt: readonly number[] = [];
  try {
    if (scenario !== 'well') {
      times.brokeAt = Date.now();
      seenAt = await breakPrimary(lab, scenario, tell);
    }
    await recover(lab, plan, tell);
    if (scenario === 'cut-off') {
      times.healedAt = Date.now();
      await heal(lab, tell);
    }
    return await told({ ...times, problem: null }, seenAt);
  } catch (error) {
    if (!isExpected(error)) throw error;
    tell(error.message);
    return await told({ ...times, problem: error.message }, seenAt);
  }
}

/** Waits until users and a prober write, so that there is something to lose. */
export async function warmUp(world: LabWorld): Promise<Prober> {
  await until('Enough writes', PATIENCE_MS, async () => (world.users.acknowledged() >= WARM_UP_WRITES ? true : null));
  const prober = await world.probe();
  await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));
  return prober;
}

async function breakPrimary(lab: Lab, scenario: Exclude<Scenario, 'well'>, tell: Tell): Promise<readonly number[]> {
  const { primary } = lab.world.config.regions;
  await lab.flip({ do: scenario, region: primary });
  tell(`${primary} is ${scenario === 'kill' ? 'killed' : 'cut off'}.`);
  const down = async ({ application }: LabWorld) => (await lab.records.sightings.look(application.id, primary)).downSince;
  return Promise.all(lab.worlds.map((world) => until(`The watch seeing ${primary} down`, PATIENCE_MS, () => down(world))));
}

async function heal(lab: Lab, tell: Tell): Promise<void> {
  const { primary } = lab.world.config.regions;
  await lab.flip({ do: 'heal', region: primary });
  tell(`${primary} can be reached again.`);
  const fenced = async ({ application }: LabWorld) => (await lab.newestRun(application.id))?.fencedLater ?? null;
  for (const world of lab.worlds) {
    const { says } = await until(`The late fence of ${primary}`, HEALED_MS, () => fenced(world));
    tell(says);
  }
}
