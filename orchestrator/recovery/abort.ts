import { abortRun } from '../abort-run.ts';
import { Refused } from '../domain/errors.ts';
import { fill, inRow, rowsOf } from '../domain/plan.ts';
import { isComplete } from '../domain/run-view.ts';
import { namesOf } from '../names.ts';
import { maySteer } from '../people.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import { journalingDenials } from './denials.ts';

/** Lets those who may steer a run abort it; past the point of no return it says what is left. */
export const abort =
  (stage: Stage): Recovery['abort'] =>
  async ({ run: id, by }) => {
    const { run, view } = await openRun(stage, id);
    const application = applicationOf(stage.config, run.application);
    await journalingDenials(stage, id, by, () => maySteer(application, run, by, stage.directory));
    if (view.closed !== null) throw new Refused(`${id} is over: ${view.closed.says}`);
    try {
      await abortRun(stage, run, by);
    } catch (error) {
      if (error instanceof Refused) throw new Refused(`${error.message} ${await leftToDo(stage, id)}`, { cause: error });
      throw error;
    }
    return (await openRun(stage, id)).view;
  };

/** What is true and what is left, for somebody who wanted to abort too late. */
async function leftToDo(stage: Stage, id: string): Promise<string> {
  const { run, plan, view } = await openRun(stage, id);
  const names = namesOf(stage.config, run);
  const open = rowsOf(plan).filter((row) => !isComplete(view.rows.find(({ id: seen }) => seen === row.id)));
  const left = open.map((row) => fill(row.title, inRow(row, names)).replace(/^./, (first) => first.toLowerCase()));
  const rest = left.length === 0 ? 'Nothing is left to do.' : `Left to do: ${left.join('; ')}.`;
  const { application } = run;
  const isAway = run.to === stage.config.regions.dr;
  const way = isAway ? `/dr failback ${application}` : `/dr reprotect ${application}, then /dr switchover ${application}`;
  return `${rest} Going back means failing back, once this run is done: ${way}.`;
}
