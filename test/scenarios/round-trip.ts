import { approve, request } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import type { Lab } from '../../lab/lab.ts';
import { labWorld } from '../../lab/ports/lab-world.ts';
import type { Acknowledged } from '../../lab/users/ledger.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { World } from '../../orchestrator/ports/world.ts';

/** How long something in a lab is waited for, ms. */
export const PATIENCE_MS = 90_000;
/** The Region's own limit is half a second, which a machine that is busy with tests does not always keep. */
const ANSWER_WITHIN_MS = 2_000;

/** The platform's way into the Regions of a lab. */
export function wayInto({ world }: Lab): World {
  const addresses = world.addresses({ api: 'http://127.0.0.1:1/', botToken: '', signingSecret: '' }, 1);
  return labWorld(addresses, world.application, world.config.regions, ANSWER_WITHIN_MS);
}

/** Waits until the newest run of the lab is like that. */
export const runWhere = (lab: Lab, what: string, holds: (view: RunView) => boolean): Promise<RunView> =>
  until(what, PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view !== null && holds(view) ? view : null;
  });

/** Waits for the end of a run that is the newest. */
export const closed = (lab: Lab, id: string): Promise<RunView> =>
  runWhere(lab, `The end of ${id}`, ({ run, phase }) => run.id === id && phase === 'closed');

/** Waits until the newest run of the lab has begun with a row. */
export const begun = (lab: Lab, row: string): Promise<RunView> =>
  runWhere(lab, `The row ${row}`, ({ rows }) => rows.some(({ id, state }) => id === row && state !== 'waiting'));

/** Asks for a plan, approves whatever it asks about, and waits for its end. */
export async function carriedOut(lab: Lab, plan: PlanId): Promise<RunView> {
  const before = (await lab.newestRun())?.run.id ?? null;
  const { run } = await request(lab, 'override it goes on', plan, before);
  await approve(lab, run.id);
  if (plan === 'failback') {
    const isOpen = ({ row, outcome }: RunView['questions'][number]) => row === 'cut-over' && outcome === null;
    await runWhere(lab, 'The second approval', ({ questions, closed }) => closed !== null || questions.some(isOpen));
    await approve(lab, run.id);
  }
  return closed(lab, run.id);
}

/** What the application is made of, as anybody can see it; positions, times and markers go on. */
export async function configurationOf(lab: Lab) {
  const world = wayInto(lab);
  const { primary, dr } = lab.world.config.regions;
  return Promise.all(
    [primary, dr].map(async (region) => {
      const { inRecovery, writersMayLogin } = await world.agent.observe(region);
      const [database, services, traffic] = await Promise.all([
        world.database.status(region),
        world.services.look(region),
        world.traffic.look(),
      ]);
      return { inRecovery, writersMayLogin, database, services, traffic };
    }),
  );
}

/** How often the Region changes that takes writes; more often than it is moved means that two took them at once. */
export const changesIn = (probed: readonly Acknowledged[]): number =>
  probed
    .toSorted((one, other) => one.at - other.at)
    .filter(({ region }, index, all) => index > 0 && all[index - 1]?.region !== region).length;
