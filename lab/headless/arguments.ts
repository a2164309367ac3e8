import { parseArgs } from 'node:util';
import { SCENARIOS, type Scenario } from './report.ts';

/** What was asked for on the command line. */
export interface Arguments {
  readonly scenario: Scenario;
  readonly json: boolean;
}

/** Reads the command line; throws a sentence for what it does not understand. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: { scenario: { type: 'string', default: 'kill' }, json: { type: 'boolean', default: false } },
  });
  const scenario = SCENARIOS.find((known) => known === values.scenario);
  if (scenario === undefined) throw new Error(`There is no scenario "${values.scenario}"; there are ${SCENARIOS.join(' and ')}.`);
  return { scenario, json: values.json };
}
