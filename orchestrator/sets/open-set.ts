import { Refused } from '../domain/errors.ts';
import type { RunView } from '../domain/run-view.ts';
import { isOver, type MemberView, runsOf, type SetView, toSetView } from '../domain/set-view.ts';
import { openRun, type Read } from '../stage.ts';

/** A set with its journal and those of its members' runs folded, or of these members only; `Refused` when there is no such set. */
export async function openSet(stage: Read, id: string, only?: readonly string[]): Promise<SetView> {
  const entries = await stage.records.journal.read(id);
  const runs = [...runsOf(entries)].filter(([application]) => only === undefined || only.includes(application));
  const opened = runs.map(async ([application, run]) => [application, (await openRun(stage, run)).view] as const);
  const view = toSetView(entries, new Map(await Promise.all(opened)));
  if (view === null) throw new Refused(`There is no set ${id}.`);
  return view;
}

/** How many members are read at a time by whoever stops at the first that is not as it has to be. */
const AT_A_TIME = 5;

/**
 * A set of which something holds for every member that is not over by the set's own journal; null where it does not, and then few
 * journals are read to find that out: all members come by to ask, and most of them in vain.
 */
export async function openIfAll(stage: Read, id: string, holds: (member: MemberView) => boolean): Promise<SetView | null> {
  const entries = await stage.records.journal.read(id);
  const members = toSetView(entries, new Map())?.members.filter((member) => !isOver(member)) ?? [];
  const ids = runsOf(entries);
  const runs = new Map<string, RunView>();
  for (let from = 0; from < members.length; from += AT_A_TIME) {
    const seen = members.slice(from, from + AT_A_TIME).map(async (member): Promise<MemberView> => {
      const run = ids.get(member.application);
      if (run === undefined) return member;
      const { view } = await openRun(stage, run);
      runs.set(member.application, view);
      return { ...member, run: view };
    });
    if (!(await Promise.all(seen)).every(holds)) return null;
  }
  return toSetView(entries, runs);
}
