import type { Config } from '../config.ts';
import { toJsonSchema } from '../config.ts';
import { plans } from '../plans/plans.ts';
import { applicationOf } from '../stage.ts';
import { toAsl } from './to-asl.ts';
import { toRunbook } from './to-runbook.ts';

/** Every generated file of the repository: its path from the root and what has to be in it. */
export function renderings(config: Config): Readonly<Record<string, string>> {
  const { primary, dr } = config.regions;
  const machines = Object.values(plans).map((plan) => [`docs/state-machines/${plan.id}.asl.json`, toJson(toAsl(plan))]);
  const runbooks = Object.values(plans).flatMap((plan) =>
    Object.keys(config.applications).flatMap((id) => [
      ...(plan.home
        ? []
        : [[`docs/runbooks/${plan.id}-${id}.md`, toRunbook(plan, config, applicationOf(config, id), { from: primary, to: dr })]]),
      [`docs/runbooks/${plan.id}-${id}-home.md`, toRunbook(plan, config, applicationOf(config, id), { from: dr, to: primary })],
    ]),
  );
  return Object.fromEntries([['dr.schema.json', toJson(toJsonSchema())], ...machines, ...runbooks]);
}

const toJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
