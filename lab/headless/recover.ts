import { type Plan, type PlanId, rowsOf } from '../../orchestrator/domain/plan.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { openRun } from '../../orchestrator/stage.ts';
import type { Lab } from '../lab.ts';
import type { LabWorld } from '../world.ts';
import { approve, request, requestAll } from './people.ts';
import { until } from './until.ts';

/** Writes the users have to have made in the Region moved to, before they are counted. */
const SETTLED_WRITES = 100;
/** How long a step of the story may take before the recovery counts as unfinished, ms. */
export const PATIENCE_MS = 60_000;

/** Hears what happens, line by line. */
export type Tell = (line: string) => void;

/** Asks for a plan, approves, and waits for its end and for users where they belong then; several applications are one set. */
export async function recover(lab: Lab, plan: PlanId, tell: Tell): Promise<void> {
  if (lab.worlds.length > 1) return moveAll(lab, plan, tell);
  const before = (await lab.newestRun())?.run.id ?? null;
  const { run } = await request(lab, reasonOf(lab, plan), plan, before);
  await carryOut(lab, run, tell);
}

/** Approves a run that was requested, as often as it asks, and waits for its end and for users where they belong then. */
export async function carryOut(lab: Lab, run: Run, tell: Tell): Promise<void> {
  tell(`${run.id} is requested by ${run.requestedBy.id}.`);
  await approve(lab, run.id);
  const look = async (): Promise<RunView> => (await openRun(lab, run.id)).view;
  const ends = followRows(lab.world, look, tell);
  if (rowsOf(plans[run.plan]).some(({ id }) => id === SECOND_APPROVAL)) await approveAgain(lab, look);
  await arrived(lab.world, await ends, tell);
}

async function moveAll(lab: Lab, plan: PlanId, tell: Tell): Promise<void> {
  const { set } = await requestAll(lab, reasonOf(lab, plan), plan);
  tell(`${set.id} is requested by ${set.requestedBy.id}.`);
  await approve(lab, set.id, set.id);
  const ends = lab.worlds.map(async (world) => {
    const { id } = world.application;
    const look = () => lab.newestRun(id);
    return { world, view: await followRows(world, look, (line) => tell(`${id} ${line}`)) };
  });
  for (const { world, view } of await Promise.all(ends)) await arrived(world, view, tell);
}

/** Waits for users where they belong after a run. */
async function arrived(world: LabWorld, view: RunView, tell: Tell): Promise<void> {
  const { run, closed } = view;
  tell(`${run.id}: ${closed?.says}`);
  const where = STAYS.includes(plans[run.plan].kind) ? run.from : run.to;
  await until(`Users of ${world.application.id} writing in ${where}`, PATIENCE_MS, () => usersIn(world, view, where));
}

/** The row that asks people once more before users are moved. */
const SECOND_APPROVAL = 'cut-over';

/** Approves once the second question is asked; a run that ends before that is left to end. */
async function approveAgain(lab: Lab, look: () => Promise<RunView>): Promise<void> {
  const { run, closed } = await until('The second approval', PATIENCE_MS, async () => {
    const view = await look();
    return view.closed || view.questions.some(({ row, outcome }) => row === SECOND_APPROVAL && outcome === null) ? view : null;
  });
  if (closed === null) await approve(lab, run.id);
}

/** Plans that leave users where they are. */
const STAYS: readonly Plan['kind'][] = ['rehearsal', 'rebuild'];

/** Why each plan is asked for, where `primary` is the Region that the story is about. */
export const REASONS: Readonly<Record<PlanId, (primary: string) => string>> = {
  failover: (primary) => `${primary} does not answer`,
  switchover: (primary) => `${primary} is left for a while`,
  reprotect: (primary) => `${primary} has to follow again`,
  failback: (primary) => `${primary} is well again`,
  'restore-drill': () => 'to know that the backups would do',
  drill: () => 'to know that a failover would work',
};

const reasonOf = ({ world }: Lab, plan: PlanId): string => REASONS[plan](world.config.regions.primary);

async function usersIn({ users }: LabWorld, { approvedAt, closed }: RunView, where: string): Promise<true | null> {
  if (closed?.result !== 'succeeded') return true;
  const writes = (await users.ledger()).filter(({ at, region }) => region === where && at >= (approvedAt ?? 0));
  return writes.length >= SETTLED_WRITES ? true : null;
}

/** Tells each row once, as it ends, until the run is closed; answers its end. */
function followRows({ application }: LabWorld, look: () => Promise<RunView | null>, tell: Tell): Promise<RunView> {
  const told = new Set<string>();
  return until(`The end of the run of ${application.id}`, PATIENCE_MS, async () => {
    const view = await look();
    for (const { id, state, says } of view?.rows ?? []) {
      if (state === 'waiting' || state === 'working' || told.has(id)) continue;
      told.add(id);
      tell(`  ${state === 'done' ? '✓' : '✗'} ${id}: ${says}`);
    }
    return view?.closed ? view : null;
  });
}
