import { readFile } from 'node:fs/promises';
import validateAsl from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../orchestrator/config.ts';
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
});
