import { compareNow } from '../compare.ts';
import { deliverSoon } from '../deliver.ts';
import { isExpected } from '../domain/errors.ts';
import type { Facts } from '../domain/facts.ts';
import type { RunView } from '../domain/run-view.ts';
import { isCovered, type SetView } from '../domain/set-view.ts';
import { eachOnItsOwn } from '../each.ts';
import { plans } from '../plans/plans.ts';
import { chronicle, revise } from '../questions.ts';
import { applicationOf, type Stage } from '../stage.ts';

/**
 * How long the members are looked at before a vote, ms: somebody who has 3 s altogether waits. What is not seen by then is looked at
 * when its turn comes, like every member.
 */
const LOOKED_AT_WITHIN_MS = 1_700;

/** A member as it is now, beside what the approval binds to. */
export interface Compared {
  readonly run: RunView;
  /** What changed beyond the limits, as sentences, and the facts that say so; null where it could not be seen in time. */
  readonly seen: { readonly now: Facts; readonly drift: readonly string[] } | null;
}

/** Looks at every member that the approval of a set is for, at once. */
export async function compareMembers(stage: Stage, view: SetView): Promise<readonly Compared[]> {
  const late = stage.sleep(LOOKED_AT_WITHIN_MS).then(() => null);
  const covered = view.members.flatMap(({ run }) => (run !== null && isCovered(view, run) ? [run] : []));
  return Promise.all(covered.map(async (run) => ({ run, seen: await Promise.race([compare(stage, run), late]) })));
}

async function compare(stage: Stage, { run, planned }: RunView): Promise<Compared['seen']> {
  if (planned === null) throw new Error(`${run.id} has no facts to compare.`);
  const application = applicationOf(stage.config, run.application);
  const sources = { world: stage.worldOf(application), records: stage.records, application };
  try {
    return await compareNow(sources, { run, plan: plans[run.plan], planned });
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}

/** What changed of a member, with its name. */
export const changesOf = ({ run: { run }, seen }: Compared): readonly string[] =>
  seen === null ? [] : seen.drift.map((line) => `${run.application}: ${line}`);

/**
 * Voids the votes on a set of which members have changed beyond the limits, and freezes the new facts of these: once they wait again it
 * is asked for anew. One that cannot run now holds up no other: it is looked at again, and asks for itself, when its turn comes. Answers
 * what changed, as sentences; none where nothing did, or it was decided meanwhile.
 */
export async function reviseSet(stage: Stage, view: SetView): Promise<readonly string[]> {
  const { records, now } = stage;
  const changed = (await compareMembers(stage, view)).filter(
    ({ seen }) => seen !== null && seen.drift.length > 0 && seen.now.blockers.length === 0,
  );
  if (changed.length === 0 || view.question === null) return [];
  const old = await records.questions.settle(view.set.id, view.question.id, 'superseded', now());
  await chronicle(records, old, now());
  if (old.outcome !== 'superseded') return [];
  await eachOnItsOwn(changed, async ({ run: { run, planned }, seen }) => {
    if (planned === null || seen === null) return;
    const { now: facts, drift } = seen;
    await revise(records, { run, plan: plans[run.plan], row: planned.row, facts, drift, at: now() });
    await deliverSoon(stage, run.id);
  });
  return changed.flatMap(changesOf);
}
