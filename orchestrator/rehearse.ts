import { Refused, Unavailable } from './domain/errors.ts';
import type { KeptThere } from './domain/kept.ts';
import type { TestResult } from './domain/test-result.ts';
import { askForDrill } from './drill-due.ts';
import { eachOnItsOwn } from './each.ts';
import { keptNow } from './kept-now.ts';
import { dryRun } from './recovery/status.ts';
import { applicationOf, type Stage } from './stage.ts';

/**
 * A dry run of every application, kept as its test result: one for each day (`pace.rehearse`), whoever asks and however
 * often. An application that a run holds is left alone: that run finds out more. What does not answer is looked at
 * again a few times, and then in the way like anything else: it would be if people asked for a failover now.
 */
export async function rehearse(stage: Stage): Promise<void> {
  await eachOnItsOwn(Object.keys(stage.config.applications), (id) => rehearseOne(stage, id));
}

/** More than an application is tested in one day: what came after the dry run of today does not hide it. */
const TESTS_A_DAY = 10;

async function rehearseOne(stage: Stage, application: string): Promise<void> {
  const { records, pace } = stage;
  const at = stage.now();
  const id = `${new Date(at - (at % pace.rehearse)).toISOString()}.dry-run`;
  const tested = await records.tests.recent(application, TESTS_A_DAY);
  if (tested.some((test) => test.id === id) || (await records.claims.look(application)).run !== null) return;
  const found = await look(stage, application, LOOKS);
  const passed = found.blockers.length === 0;
  const kept = await lookForKept(stage, application);
  await records.tests.add({
    id,
    application,
    kind: 'dry-run',
    plan: 'failover',
    at,
    passed,
    ...found,
    ...(kept.length > 0 && { kept }),
  });
  if (passed) await askForDrill(stage, application);
}

/** What is kept after moves, of which people are reminded; nothing where that cannot be seen today. */
async function lookForKept(stage: Stage, application: string): Promise<KeptThere[]> {
  try {
    return [...(await keptNow(stage, applicationOf(stage.config, application)))];
  } catch (error) {
    if (error instanceof Refused || error instanceof Unavailable) return [];
    throw error;
  }
}

type Found = Omit<TestResult, 'id' | 'application' | 'kind' | 'plan' | 'at' | 'passed' | 'kept'>;

/** How often what does not answer is looked at, and the ms in between: longer than a lost packet, and within one invocation. */
const LOOKS = 3;
const PAUSE_MS = 5_000;

/** What leaves no direction to move in is in the way as well. */
async function look(stage: Stage, application: string, times: number): Promise<Found> {
  try {
    const { from, to, facts } = await dryRun(stage)(application, 'failover');
    const { at, target, blockers, risks, estimatedRpoMs, estimatedRtoMs } = facts;
    const dataAgeMs = target.lastCommitAt === null ? null : Math.max(0, at - target.lastCommitAt);
    return { move: { from, to }, blockers: [...blockers], risks: [...risks], estimatedRpoMs, estimatedRtoMs, dataAgeMs };
  } catch (error) {
    if (error instanceof Unavailable && times > 1) {
      await stage.sleep(PAUSE_MS);
      return look(stage, application, times - 1);
    }
    if (!(error instanceof Refused || error instanceof Unavailable)) throw error;
    const unknown = { estimatedRpoMs: null, estimatedRtoMs: null, dataAgeMs: null };
    return { move: null, blockers: [error.message], risks: [], ...unknown };
  }
}
