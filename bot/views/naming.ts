import type { Application } from '../../orchestrator/config.ts';
import { fill, type Plan } from '../../orchestrator/domain/plan.ts';
import type { RecoverySet } from '../../orchestrator/domain/recovery-set.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { count, words } from './text.ts';

/** What a card needs besides the run: the plan it carries out and the application it moves. */
export interface Setting {
  readonly plan: Plan;
  readonly application: Application;
}

/** `Failover of shop`. */
export const what = (run: Pick<Run, 'application'>, plan: Plan): string => `${plan.title} of ${run.application}`;

/** `us-east-1 → us-west-2`. */
export const move = ({ from, to }: Pick<Run, 'from' | 'to'>): string => `${from} → ${to}`;

/** A row's title, undo or advice with the names of this run in it, as plain text. */
export function filled(text: string, run: Pick<Run, 'from' | 'to'>, application: Application): string {
  return fill(text, { from: run.from, to: run.to, application: application.id, domain: application.domain });
}

/** The same, as mrkdwn. */
export function said(text: string, run: Pick<Run, 'from' | 'to'>, application: Application): string {
  return words(filled(text, run, application));
}

/** `Failover of 12 applications`. */
export const whatOf = ({ members }: RecoverySet, plan: Plan): string =>
  `${plan.title} of ${count(members.length, 'application')}`;

/** The name of a set's incident channel: `set-7-failover`. */
export const setChannelName = ({ id, plan }: Pick<Run, 'id' | 'plan'>): string => `${id}-${plan}`.toLowerCase();

/** The incident channel's name: `dr-42-shop-failover`. */
export function channelName(run: Pick<Run, 'id' | 'application' | 'plan'>): string {
  return `${run.id}-${run.application}-${run.plan}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '-')
    .slice(0, 80);
}
