import { type Plan, type PlanId, rowsOf } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
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
  if (lab.worlds.length === 1) await moveOne(lab, plan, tell);
  else await moveAll(lab, plan, tell);
  for (const world of lab.worlds) {
    const view = await ended(lab, world);
    tell(`${view.run.id}: ${view.closed?.says}`);
    const where = STAYS.includes(plans[plan].kind) ? view.run.from : view.run.to;
    await until(`Users of ${world.application.id} writing in ${where}`, PATIENCE_MS, () => usersIn(world, view, where));
  }
}

async function moveOne(lab: Lab, plan: PlanId, tell: Tell): Promise<void> {
  const before = (await lab.newestRun())?.run.id ?? null;
  const { run } = await request(lab, reasonOf(lab, plan), plan, before);
  tell(`${run.id} is requested by ${run.requestedBy.id}.`);
  await approve(lab, run.id);
  const ends = followRows(lab, lab.world, tell);
  if (rowsOf(plans[plan]).some(({ id }) => id === SECOND_APPROVAL)) await approveAgain(lab, run.id);
  await ends;
}

async function moveAll(lab: Lab, plan: PlanId, tell: Tell): Promise<void> {
  const { set } = await requestAll(lab, reasonOf(lab, plan), plan);
  tell(`${set.id} is requested by ${set.requestedBy.id}.`);
  await approve(lab, set.id, set.id);
  await Promise.all(lab.worlds.map((world) => followRows(lab, world, (line) => tell(`${world.application.id} ${line}`))));
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

const reasonOf = ({ world }: Lab, plan: PlanId): string => REASONS[plan](world.config.regions.primary);

async function usersIn({ users }: LabWorld, { approvedAt, closed }: RunView, where: string): Promise<true | null> {
  if (closed?.result !== 'succeeded') return true;
  const writes = (await users.ledger()).filter(({ at, region }) => region === where && at >= (approvedAt ?? 0));
  return writes.length >= SETTLED_WRITES ? true : null;
}

const ended = (lab: Lab, { application }: LabWorld): Promise<RunView> =>
  until(`The end of the run of ${application.id}`, PATIENCE_MS, async () => {
    const view = await lab.newestRun(application.id);
    return view?.closed ? view : null;
  });

/** Tells each row once, as it ends, until the run is closed. */
async function followRows(lab: Lab, { application }: LabWorld, tell: Tell): Promise<void> {
  const told = new Set<string>();
  await until(`The end of the run of ${application.id}`, PATIENCE_MS, async () => {
    const view = await lab.newestRun(application.id);
    for (const { id, state, says } of view?.rows ?? []) {
      if (state === 'waiting' || state === 'working' || told.has(id)) continue;
      told.add(id);
      tell(`  ${state === 'done' ? '✓' : '✗'} ${id}: ${says}`);
    }
    return view?.closed ? view : null;
  });
}
