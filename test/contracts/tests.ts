import { beforeAll, describe, expect, it } from 'vitest';
import type { Tests } from '../../orchestrator/ports/records.ts';
import { aTest, type MakeRecords, unused } from './samples.ts';

/** What every implementation of `Tests` holds. */
export function describeTests(name: string, makeRecords: MakeRecords): void {
  describe(`test results in ${name}`, () => {
    let tests: Tests;
    beforeAll(async () => {
      ({ tests } = await makeRecords());
    });

    it('are none for an application that was never tested', async () => {
      expect(await tests.recent(unused('shop'), 5)).toEqual([]);
    });

    it('come newest first, as many as are asked for, of one application', async () => {
      const [application, other] = [unused('shop'), unused('blog')];
      const on = (day: string) => aTest({ application, id: `2026-11-${day}T00:00:00.000Z.dry-run` });
      for (const day of ['26', '28', '27']) await tests.add(on(day));
      await tests.add(aTest({ application: other }));
      expect(await tests.recent(application, 2)).toEqual([on('28'), on('27')]);
      expect(await tests.recent(application, 9)).toEqual([on('28'), on('27'), on('26')]);
    });

    it('stay as they were first added', async () => {
      const first = aTest({ move: null, blockers: ['us-west-2 does not answer'], passed: false, estimatedRpoMs: null });
      await tests.add(first);
      await tests.add({ ...first, passed: true, blockers: [] });
      expect(await tests.recent(first.application, 9)).toEqual([first]);
    });

    it('are one for each id, of many that are added at once', async () => {
      const application = unused('shop');
      await Promise.all([1, 2, 3, 4].map((at) => tests.add(aTest({ application, at }))));
      expect(await tests.recent(application, 9)).toHaveLength(1);
    });
  });
}
