import { describe, expect, it } from 'vitest';
import { deployGuarded, EXIT } from '../../../infra/deploy/guarded.ts';
import { memoryRecords } from '../../../lab/memory/records/memory-records.ts';
import { Unavailable } from '../../../orchestrator/domain/errors.ts';
import { ALL, bench, DATA, promoted, ROSA } from './bench.ts';

describe('a deployment', () => {
  it('that is overridden is made, and it is kept who made it, when, of what, why, and against what', async () => {
    const on = await promoted();
    expect(await deployGuarded(on, { ...ALL, stacks: DATA, override: 'The key expires tonight.' })).toBe(EXIT.deployed);
    expect(await on.records.overrides.recent(2)).toEqual([
      {
        at: 1_000,
        by: { id: ROSA, via: 'cli' },
        stacks: DATA,
        reason: 'The key expires tonight.',
        refusals: [expect.stringContaining('it was promoted')],
      },
    ]);
    expect(on.guarded).toHaveLength(4);
  });

  it('that needed no override keeps none', async () => {
    const on = bench();
    expect(await deployGuarded(on, { ...ALL, override: 'To be sure.' })).toBe(EXIT.deployed);
    expect(await on.records.overrides.recent(1)).toEqual([]);
    expect(on.said).toContain('Nothing forbids this deployment: no override was needed, and none is kept.');
  });

  it('is refused while the records do not answer, and where that is overridden the line to keep is told', async () => {
    const silent = memoryRecords();
    const journal = {
      ...silent.journal,
      open: () => Promise.reject(new Unavailable('The table of runs does not answer: timeout.')),
    };
    const on = bench({ records: { ...silent, journal } });
    expect(await deployGuarded(on, ALL)).toBe(EXIT.refused);
    expect(on.said[0]).toMatch(/^The records cannot be read, so a run may be open: The table of runs does not answer/);
    expect(await deployGuarded(on, { ...ALL, override: 'us-east-2 is down.' })).toBe(EXIT.deployed);
    expect(on.said.find((line) => line.startsWith('The records cannot be written'))).toContain(`"id":"${ROSA}"`);
  });

  it('is allowed the first time, when there is no table of records, and says so', async () => {
    const records = memoryRecords();
    const missing = Object.assign(new Error('Cannot do operations on a non-existent table'), {
      name: 'ResourceNotFoundException',
    });
    const on = bench({ records: { ...records, journal: { ...records.journal, open: () => Promise.reject(missing) } } });
    expect(await deployGuarded(on, ALL)).toBe(EXIT.deployed);
    expect(on.said[0]).toMatch(/this is the first deployment\.$/);
  });
});
