import type { Person } from '../../orchestrator/domain/run.ts';
import { asksForItself, type RunView } from '../../orchestrator/domain/run-view.ts';
import { isAmong } from '../../orchestrator/people.ts';
import type { Platform } from '../platform.ts';
import { menuCard } from '../views/menu.ts';
import type { OnCommand } from './command.ts';

/** `/dr`: what runs, what waits for this person, and the applications. */
export const menu: OnCommand = async (platform, { by }) => {
  const [all, sets] = await Promise.all([platform.recovery.running(), platform.recovery.sets.open()]);
  // What is of a set is told by the set, unless it asks for people itself.
  const running = all.filter((view) => !sets.some(({ set }) => set.id === view.set) || asksForItself(view));
  const waits = await Promise.all(running.map((view) => waitsFor(platform, view, by)));
  const waiting = running.filter((_, index) => waits[index]);
  return menuCard({ running, waiting, sets, applications: platform.recovery.applications() }, platform.plans);
};

async function waitsFor(platform: Platform, { run, questions }: RunView, by: Person): Promise<boolean> {
  const open = questions.find(({ kind, outcome }) => kind === 'approval' && outcome === null);
  const hasVoted = open?.votes.some((vote) => vote.by.id === by.id) ?? false;
  if (open === undefined || hasVoted || run.requestedBy.id === by.id) return false;
  return isAmong(platform.recovery.application(run.application).approval.approvers, by, platform.directory);
}
