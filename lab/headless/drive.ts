import { isExpected } from '../../orchestrator/domain/errors.ts';
import { type Plan, type PlanId, rowsOf } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Lab } from '../lab.ts';
import type { Acknowledged } from '../users/ledger.ts';
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
}

/** What is played. */
export interface Play {
  readonly plan: PlanId;
  readonly scenario: Scenario;
}

type Tell = (line: string) => void;

/** Breaks the primary if told so, asks, approves, waits for the end, and heals what was only cut off; ends early where it gets stuck. */
export async function play(lab: Lab, { plan, scenario }: Play, tell: Tell): Promise<Story> {
  await until('Enough writes', PATIENCE_MS, async () => (lab.world.users.acknowledged() >= WARM_UP_WRITES ? true : null));
  const prober = await lab.world.probe();
  await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));
  const times = { brokeAt: null as number | null, seenAt: null as number | null, healedAt: null as number | null };
  const { kind, home } = plans[plan];
  if (kind === 'rebuild' || home) await recover(lab, 'failover', tell);
  const failedBefore = lab.world.users.failed();
  const story = async (problem: string | null): Promise<Story> => ({
    ...times,
    view: await lab.newestRun(),
    probed: await prober.acknowledged(),
    failedRequests: lab.world.users.failed() - failedBefore,
    problem,
  });
  try {
    if (scenario !== 'well') {
      times.brokeAt = Date.now();
      times.seenAt = await breakPrimary(lab, scenario, tell);
    }
    await recover(lab, plan, tell);
    if (scenario === 'cut-off') {
      times.healedAt = Date.now();
      await heal(lab, tell);
    }
    return await story(null);
  } catch (error) {
    if (!isExpected(error)) throw error;
    tell(error.message);
    return await story(error.message);
  }
}

async function breakPrimary(lab: Lab, scenario: Exclude<Scenario, 'well'>, tell: Tell): Promise<number> {
  const { primary } = lab.world.config.regions;
  await lab.flip({ do: scenario, region: primary });
  tell(`${primary} is ${scenario === 'kill' ? 'killed' : 'cut off'}.`);
  return until(`The watch seeing ${primary} down`, PATIENCE_MS, () => downSince(lab, primary));
}

async function recover(lab: Lab, plan: PlanId, tell: Tell): Promise<void> {
  const { primary } = lab.world.config.regions;
  const before = (await lab.newestRun())?.run.id ?? null;
  const { run } = await request(lab, REASONS[plan](primary), plan, before);
  tell(`${run.id} is requested by ${run.requestedBy.id}.`);
  await approve(lab, run.id);
  const ends = followRows(lab, tell);
  if (rowsOf(plans[plan]).some(({ id }) => id === SECOND_APPROVAL)) await approveAgain(lab, run.id);
  const view = await ends;
  tell(`${run.id}: ${view.closed?.says}`);
  const where = STAYS.includes(plans[plan].kind) ? run.from : run.to;
  await until(`Users writing in ${where}`, PATIENCE_MS, () => usersIn(lab, view, where));
}

/** The row that asks people once more before users are moved. */
const SECOND_APPROVAL = 'cut-over';

/** Approves once the second question is asked; a run that ends before that is left to end. */
async function approveAgain(lab: Lab, run: string): Promise<void> {
  const asks = await until('The second approval', PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    if (view?.closed) return 'closed';
    return view?.questions.some(({ row, outcome }) => row === SECOND_APPROVAL && outcome === null) ? 'open' : null;
  });
  if (asks === 'open') await approve(lab, run);
}

/** Plans that leave users where they are. */
const STAYS: readonly Plan['kind'][] = ['rehearsal', 'rebuild'];

const REASONS: Readonly<Record<PlanId, (primary: string) => string>> = {
  failover: (primary) => `${primary} does not answer`,
  switchover: (primary) => `${primary} is left for a while`,
  reprotect: (primary) => `${primary} has to follow again`,
  failback: (primary) => `${primary} is well again`,
  'restore-drill': () => 'to know that the backups would do',
  drill: () => 'to know that a failover would work',
};

async function heal(lab: Lab, tell: Tell): Promise<void> {
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

async function usersIn({ world }: Lab, { approvedAt, closed }: RunView, where: string): Promise<true | null> {
  if (closed?.result !== 'succeeded') return true;
  const writes = (await world.users.ledger()).filter(({ at, region }) => region === where && at >= (approvedAt ?? 0));
  return writes.length >= SETTLED_WRITES ? true : null;
}

async function downSince(lab: Lab, region: string): Promise<number | null> {
  return (await lab.records.sightings.look(lab.world.application.id, region)).downSince;
}

/** Tells each row once, as it ends, until the run is closed. */
async function followRows(lab: Lab, tell: Tell): Promise<RunView> {
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
