import { beforeAll, describe, expect, it } from 'vitest';
import type { Surfaces } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, unused } from './samples.ts';

/** What every implementation of `Surfaces` holds. */
export function describeSurfaces(name: string, makeRecords: MakeRecords): void {
  describe(`surfaces in ${name}`, () => {
    let surfaces: Surfaces;
    beforeAll(async () => {
      ({ surfaces } = await makeRecords());
    });

    it('are none for a run that shows nothing yet', async () => {
      expect(await surfaces.of(unused('DR'))).toEqual([]);
    });

    it('hold each message of a run once, as last saved', async () => {
      const [run, other] = [unused('DR'), unused('DR')];
      const live = { run, name: 'live', channel: 'C1', ts: '1.1', drawnSeq: 1 };
      const started = { run, name: 'milestone.started', channel: 'C1', ts: '1.2', drawnSeq: 2 };
      await surfaces.save(live);
      await surfaces.save(started);
      await surfaces.save({ ...live, run: other });
      await surfaces.save({ ...live, drawnSeq: 7 });
      const saved = await surfaces.of(run);
      expect(saved).toHaveLength(2);
      expect(saved).toContainEqual({ ...live, drawnSeq: 7 });
      expect(saved).toContainEqual(started);
    });
  });
}
