import { Busy, Refused } from './domain/errors.ts';
import { platform } from './questions.ts';
import { begin } from './recovery/begin.ts';
import { applicationOf, type Stage } from './stage.ts';

/** Tests that are looked through for the newest drill: dry runs are made each day. */
const TESTS = 400;

/**
 * Asks for a drill where dr.yml wants one every so often and the last one, or game day, is longer ago. It is asked for like any
 * other: a person approves, and until then nothing is done; where nobody does, it is asked for again the next day.
 */
export async function askForDrill(stage: Stage, id: string): Promise<void> {
  const { drillEvery } = applicationOf(stage.config, id);
  if (drillEvery === undefined) return;
  const tests = await stage.records.tests.recent(id, TESTS);
  const last = tests.find(({ kind, passed }) => kind !== 'dry-run' && passed);
  if (last !== undefined && stage.now() - last.at < drillEvery) return;
  try {
    const reason = 'The last drill is longer ago than drillEvery of dr.yml.';
    await begin(stage)({ application: id, plan: 'drill', reason, by: platform });
  } catch (error) {
    // Locked, or held by another run: there is a next day.
    if (!(error instanceof Refused || error instanceof Busy)) throw error;
  }
}
