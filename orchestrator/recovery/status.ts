import { checkWayHome, directionOf } from '../direction.ts';
import { PLATFORM } from '../domain/cost-metric.ts';
import { Refused } from '../domain/errors.ts';
import type { Facts } from '../domain/facts.ts';
import { judgedAs } from '../domain/plan.ts';
import type { RunView } from '../domain/run-view.ts';
import type { TestKind } from '../domain/test-result.ts';
import { gather } from '../gather.ts';
import { hashOf } from '../hash.ts';
import { keptNow } from '../kept-now.ts';
import { plans } from '../plans/plans.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import { readings } from './readings.ts';

/** What a plan would do now; nothing is written. */
export const dryRun =
  (stage: Stage): Recovery['dryRun'] =>
  async (id, planId) => {
    const application = applicationOf(stage.config, id);
    const world = stage.worldOf(application);
    const plan = plans[planId];
    const move = await directionOf(stage.config, application, world, stage.records);
    checkWayHome(stage.config, application, plan, move);
    const judged = { id: planId, kind: judgedAs(plan, 'approval') };
    const facts = await gather({ world, records: stage.records, application, plan: judged }, move);
    return { application, plan: planId, ...move, facts, hash: hashOf(plan, facts) };
  };

/** Tests that are looked through for the newest of each kind: dry runs are made each day, drills every few months. */
const TESTS = 120;

/** What an application looks like now: without the claim nothing is said; of the rest, what cannot be read is left out and named. */
export const status =
  (stage: Stage): Recovery['status'] =>
  async (id) => {
    const application = applicationOf(stage.config, id);
    const { claims, journal, tests, costs } = stage.records;
    const { read, unread } = readings();
    const [claim, recent, facts, tested, own, platform, kept] = await Promise.all([
      claims.look(id),
      read('runs', 'Earlier runs', journal.recent(id, 5), []),
      read('facts', 'The two Regions', factsNow(stage, id), null),
      read('tests', 'Tests', tests.recent(id, TESTS), []),
      read('costs', 'Costs', costs.latest(id), null),
      read('costs', 'Costs of the platform', costs.latest(PLATFORM), null),
      read('kept', 'What is kept after moves', keptNow(stage, application), []),
    ]);
    const held = [claim.run, claim.next?.run ?? null].map((run) =>
      run === null ? null : read('runs', run, viewIfBegun(stage, run), null),
    );
    const [running = null, next = null] = await Promise.all(held);
    const runs = await Promise.all(recent.map((run) => read('runs', run.id, view(stage)(run.id), null)));
    const { lock } = claim;
    const newest = (...kinds: readonly TestKind[]) => tested.find(({ kind }) => kinds.includes(kind)) ?? null;
    const last = { lastTest: newest('dry-run'), lastDrill: newest('drill', 'game-day') };
    const known = { facts, running, next, recent: runs.filter((run) => run !== null), ...last, kept, costs: { own, platform } };
    return { application, lock, ...known, unread, at: stage.now() };
  };

/** One run, folded from its journal. */
export const view =
  (stage: Stage): Recovery['view'] =>
  async (id) =>
    (await openRun(stage, id)).view;

/** Every run that is not closed. */
export const running =
  (stage: Stage): Recovery['running'] =>
  async () =>
    Promise.all((await stage.records.journal.open()).map(({ id }) => view(stage)(id)));

/** A claim is taken a moment before its run is written. */
async function viewIfBegun(stage: Stage, run: string): Promise<RunView | null> {
  try {
    return (await openRun(stage, run)).view;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

async function factsNow(stage: Stage, id: string): Promise<Facts> {
  return (await dryRun(stage)(id, 'failover')).facts;
}
