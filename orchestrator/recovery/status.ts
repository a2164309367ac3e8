import { directionOf } from '../direction.ts';
import { PLATFORM } from '../domain/cost-metric.ts';
import { Refused } from '../domain/errors.ts';
import type { Facts } from '../domain/facts.ts';
import type { RunView } from '../domain/run-view.ts';
import type { TestKind } from '../domain/test-result.ts';
import { gather } from '../gather.ts';
import { hashOf } from '../hash.ts';
import { plans } from '../plans/plans.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';

/** What a plan would do now; nothing is written. */
export const dryRun =
  (stage: Stage): Recovery['dryRun'] =>
  async (id, planId) => {
    const application = applicationOf(stage.config, id);
    const world = stage.worldOf(application);
    const move = await directionOf(stage.config, application, world, stage.records);
    const facts = await gather({ world, records: stage.records, application, plan: plans[planId] }, move);
    return { application, plan: planId, ...move, facts, hash: hashOf(plans[planId], facts) };
  };

/** Tests that are looked through for the newest of each kind: dry runs are made each day, drills every few months. */
const TESTS = 120;

/** What an application looks like now. */
export const status =
  (stage: Stage): Recovery['status'] =>
  async (id) => {
    const application = applicationOf(stage.config, id);
    const { claims, journal, tests, costs } = stage.records;
    const [claim, recent, facts, tested, own, platform] = await Promise.all([
      claims.look(id),
      journal.recent(id, 5),
      factsNow(stage, id),
      tests.recent(id, TESTS),
      costs.latest(id),
      costs.latest(PLATFORM),
    ]);
    const running = claim.run === null ? null : await viewIfBegun(stage, claim.run);
    const runs = await Promise.all(recent.map((run) => view(stage)(run.id)));
    const { lock } = claim;
    const newest = (kind: TestKind) => tested.find((test) => test.kind === kind) ?? null;
    const last = { lastTest: newest('dry-run'), lastDrill: newest('drill') };
    return { application, facts, lock, running, recent: runs, ...last, costs: { own, platform }, at: stage.now() };
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

async function factsNow(stage: Stage, id: string): Promise<Facts | null> {
  try {
    return (await dryRun(stage)(id, 'failover')).facts;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
