import { Refused } from '../domain/errors.ts';
import { runsOf, type SetView, toSetView } from '../domain/set-view.ts';
import { openRun, type Read } from '../stage.ts';

/** A set with its journal and those of its members' runs folded; `Refused` when there is no such set. */
export async function openSet(stage: Read, id: string): Promise<SetView> {
  const entries = await stage.records.journal.read(id);
  const opened = [...runsOf(entries)].map(async ([application, run]) => [application, (await openRun(stage, run)).view] as const);
  const view = toSetView(entries, new Map(await Promise.all(opened)));
  if (view === null) throw new Refused(`There is no set ${id}.`);
  return view;
}
