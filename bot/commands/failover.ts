import type { Config } from '../../orchestrator/config.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { type Card, sentence } from '../views/blocks.ts';
import { beginForm } from '../views/modals.ts';
import { count } from '../views/text.ts';
import type { OnCommand } from './command.ts';
import { parseReason } from './typed.ts';

/** `/dr failover <app> [reason …]`: makes a request; without an application a form asks. */
export const failover: OnCommand = async ({ recovery, config }, { argument, rest, by, open }) => {
  if (argument === null) {
    await open(beginForm(recovery.applications().map(({ id }) => id)));
    return null;
  }
  const run = await recovery.begin({ application: argument, plan: 'failover', reason: parseReason(rest), by });
  return requested(run, config);
};

/** What is true right after a request, and what happens next. */
export function requested({ id, application, from, to }: Run, { slack, applications }: Config): Card {
  const needed = applications[application]?.approval.needed ?? 1;
  return sentence(
    `*${id}* is requested: failover of ${application}, ${from} → ${to}. Nothing has moved. Both Regions are looked at now; then ${count(needed, 'approval')} besides yours will be asked for in <#${slack.channels.approvals}>. \`/dr status ${id}\` says how far it is.`,
  );
}
