import { deliverSoon } from '../deliver.ts';
import { Refused } from '../domain/errors.ts';
import { fill, rowsOf } from '../domain/plan.ts';
import { namesOf } from '../names.ts';
import { maySteer } from '../people.ts';
import { cancelOpen } from '../questions.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import { journalingDenials } from './denials.ts';

/** Sets the abort flag, on the condition that the point of no return is untaken, and wakes whoever waits for people. */
export const abort =
  (stage: Stage): Recovery['abort'] =>
  async ({ run: id, by }) => {
    const { run, view } = await openRun(stage, id);
    const application = applicationOf(stage.config, run.application);
    await journalingDenials(stage, id, by, () => maySteer(application, run, by, stage.directory));
    if (view.closed !== null) throw new Refused(`${id} is over: ${view.closed.says}`);
    const claim = { application: run.application, run: id, epoch: run.epoch };
    try {
      await stage.records.claims.stop(claim, { kind: 'abort', by: by.id, at: stage.now() });
    } catch (error) {
      if (error instanceof Refused) throw new Refused(`${error.message} ${await leftToDo(stage, id)}`, { cause: error });
      throw error;
    }
    await stage.records.journal.append(id, stage.now(), { kind: 'abort', by }, (entries) =>
      entries.some(({ kind }) => kind === 'abort'),
    );
    await cancelOpen(stage.records, id, stage.now());
    await deliverSoon(stage, id);
    return (await openRun(stage, id)).view;
  };

/** What is true and what is left, for somebody who wanted to abort too late. */
async function leftToDo(stage: Stage, id: string): Promise<string> {
  const { run, plan, view } = await openRun(stage, id);
  const names = namesOf(stage.config, run);
  const open = rowsOf(plan).filter((row) => view.rows.find((seen) => seen.id === row.id)?.state !== 'done');
  const left = open.map(({ title }) => fill(title, names).replace(/^./, (first) => first.toLowerCase()));
  const rest = left.length === 0 ? 'Nothing is left to do.' : `Left to do: ${left.join('; ')}.`;
  return `${rest} Going back is a failback: a switchover of its own, once this run is done and ${run.from} replicates from ${run.to}.`;
}
