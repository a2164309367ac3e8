import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { SetPlan } from '../../orchestrator/domain/recovery-set.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { Platform } from '../platform.ts';
import { type Card, sentence } from '../views/blocks.ts';
import { beginForm } from '../views/modals.ts';
import { move, what } from '../views/naming.ts';
import { count } from '../views/text.ts';
import type { OnCommand } from './command.ts';
import { setRequested } from './sets.ts';
import { parseApplications, parseReason, parseRequest } from './typed.ts';

/** `/dr failover <app> [reason …]` and the like: makes a request; without an application a form asks. */
export const ask =
  (plan: PlanId): OnCommand =>
  async (platform, { argument, rest, by, open }) => {
    const { recovery, plans } = platform;
    if (argument === null) {
      await open(
        beginForm(
          plans[plan],
          recovery.applications().map(({ id }) => id),
        ),
      );
      return null;
    }
    return requested(await recovery.begin({ application: argument, plan, ...parseRequest(rest), by }), platform);
  };

/** The same for plans that several applications can be moved by at once: `/dr failover <app>,<app> [reason …]` or `--all`. */
export const askForEach =
  (plan: SetPlan): OnCommand =>
  async (platform, command) => {
    const { argument, by } = command;
    if (argument === null) return ask(plan)(platform, command);
    const { applications, rest } = parseApplications(argument, command.rest);
    const ids = applications === 'all' ? platform.recovery.applications().map(({ id }) => id) : applications;
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) return ask(plan)(platform, { ...command, argument: only, rest });
    const asked = { applications: ids, plan, ...parseRequest(rest), by };
    return setRequested(await platform.recovery.sets.begin(asked), platform);
  };

/** `/dr drill <app> [game-day] [reason …]`: on a copy, or with production itself, which a switchover moves. */
export const askDrill: OnCommand = async (platform, command) => {
  const { argument: application, by } = command;
  const [, reason] = /^(?:--)?game-day\b\s*([\s\S]*)$/i.exec(command.rest) ?? [];
  if (application === null || reason === undefined) return ask('drill')(platform, command);
  const asked = { application, plan: 'switchover', gameDay: true, reason: parseReason(reason), by } as const;
  return requested(await platform.recovery.begin(asked), platform);
};

/** What is true right after a request, and what happens next. */
export function requested(run: Run, { config: { slack, applications }, plans }: Pick<Platform, 'config' | 'plans'>): Card {
  const needed = applications[run.application]?.approval.needed ?? 1;
  const asked = what(run, plans[run.plan]).replace(/^./, (first) => first.toLowerCase());
  return sentence(
    `*${run.id}* is requested: ${asked}, ${move(run)}. Nothing has moved. Both Regions are looked at now; then ${count(needed, 'approval')} besides yours will be asked for in <#${slack.channels.approvals}>. \`/dr status ${run.id}\` says how far it is.`,
  );
}
