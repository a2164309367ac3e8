import { readFile } from 'node:fs/promises';
import validateAsl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../orchestrator/config.ts';
import { rowsOf } from '../../orchestrator/domain/plan.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { renderings } from '../../orchestrator/workflow/renderings.ts';
import { toAsl } from '../../orchestrator/workflow/to-asl.ts';

const config = parseConfig(await readFile('dr.yml', 'utf8'));

describe('renderings', () => {
  it.each(Object.entries(renderings(config)))('%s says what the plan says: npm run render', async (path, text) => {
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it.each(Object.values(plans))('the state machine of $id is valid Amazon States Language', (plan) => {
    const { isValid, errorsText } = validateAsl(toAsl(plan));
    expect(isValid, errorsText('\n')).toBe(true);
  });

  it.each(Object.values(plans))('a Lambda without room makes each row of $id slower for minutes, and asks nobody', (plan) => {
    const retries = retriesIn(toAsl(plan));
    expect(retries.length).toBeGreaterThan(rowsOf(plan).length);
    for (const retry of retries) {
      const busy = retry.find(({ ErrorEquals }) => /Lambda.TooManyRequestsException|States.ALL/.test(ErrorEquals.join()));
      expect(busy?.MaxAttempts).toBeGreaterThan(20);
      expect(retry.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    }
  });
});

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
}

/** The retriers of every task, wherever in a machine it stands. */
function retriesIn(part: unknown): readonly (readonly Retrier[])[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'Retry' in part ? [part.Retry as readonly Retrier[]] : [];
  return [...own, ...Object.entries(part).flatMap(([name, inner]) => (name === 'Retry' ? [] : retriesIn(inner)))];
}
