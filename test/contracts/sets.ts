import { beforeAll, describe, expect, it } from 'vitest';
import type { Sets } from '../../orchestrator/ports/records.ts';
import { aSet, type MakeRecords, times } from './samples.ts';

/** What every implementation of `Sets` holds. */
export function describeSets(name: string, makeRecords: MakeRecords): void {
  describe(`sets in ${name}`, () => {
    let sets: Sets;
    beforeAll(async () => {
      ({ sets } = await makeRecords());
    });

    it('have ids of their own, however many begin at once', async () => {
      const begun = await Promise.all(times(5, () => sets.begin(aSet())));
      expect(new Set(begun.map(({ id }) => id)).size).toBe(5);
      for (const { id } of begun) expect(id).toMatch(/^SET-\d+$/);
    });

    it('are open as they were begun, until they are closed, which may be said twice', async () => {
      const set = await sets.begin(aSet({ reason: 'the Region is failing', overrides: true }));
      expect(await sets.open()).toContainEqual(set);
      await sets.close(set.id, 2_000);
      await sets.close(set.id, 3_000);
      expect((await sets.open()).map(({ id }) => id)).not.toContain(set.id);
    });

    it('do not take a run that is open for one of them', async () => {
      const { journal } = await makeRecords();
      const set = await sets.begin(aSet());
      expect((await journal.open()).map(({ id }) => id)).not.toContain(set.id);
    });
  });
}
