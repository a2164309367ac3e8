import { machineName } from '../../../orchestrator/aws/workflow.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { PLAN_IDS } from '../../../orchestrator/domain/plan.ts';
import type { Likeness } from './needed.ts';
import type { Role } from './roles.ts';

/**
 * Of functions of the control plane takes the two Regions of an application for one, because every plan goes in both directions, and so do
 * they; what other applications have under their names for that of this one, because a function does the same for each; and the state
 * machines of all plans for one, because whoever starts, wakes or looks at a run does not know its plan. An agent has nothing to do outside
 * its own Region and application: nothing is alike to it.
 */
export function likeness(
  { regions, applications }: Config,
  { id, database: { instances } }: Application,
  of: Pick<Role, 'region'>,
): Likeness {
  if (of.region !== regions.control) return (resource) => resource;
  const sides = [regions.primary, regions.dr, instances.primary, instances.dr].join('|');
  const machines = PLAN_IDS.map(machineName).join('|');
  const others = Object.keys(applications).filter((each) => each !== id);
  const ofThis = (resource: string): string =>
    others.reduce((text, each) => text.replaceAll(new RegExp(`\\b${each}\\b`, 'g'), id), resource);
  const side = new RegExp(`\\b(${sides})\\b`, 'g');
  const machine = new RegExp(`(stateMachine|execution):(${machines})(?=$|:)`, 'g');
  return (resource) => ofThis(resource).replace(side, '<side>').replace(machine, '$1:<plan>');
}
