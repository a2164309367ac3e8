import { beforeAll, describe, expect, it } from 'vitest';
import type { Entry, EntryBody } from '../../orchestrator/domain/entry.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Journal } from '../../orchestrator/ports/records.ts';
import { aRun, type MakeRecords, race, times, unused } from './samples.ts';

const working = (why: string): EntryBody => ({ kind: 'working', row: 'promote', undo: false, why });

/** What every implementation of `Journal` holds. */
export function describeJournal(name: string, makeRecords: MakeRecords): void {
  describe(`the journal in ${name}`, () => {
    let journal: Journal;
    beforeAll(async () => {
      ({ journal } = await makeRecords());
    });

    it('knows no run that did not begin', async () => {
      expect(await journal.run(unused('DR'))).toBeNull();
    });

    it('gives a run back as it began', async () => {
      const run = aRun({ reason: 'Power is out in <us-east-1> & "nobody" answers 🔥' });
      await journal.begin(run);
      expect(await journal.run(run.id)).toEqual(run);
    });

    it('keeps the run that began first when one begins again', async () => {
      const run = aRun();
      await journal.begin(run);
      await journal.close(run.id, 'denied', 9);
      await journal.begin(run);
      expect(await journal.run(run.id)).toEqual({ ...run, result: 'denied', closedAt: 9 });
    });

    it('lists a run as open until it is closed', async () => {
      const run = aRun();
      await journal.begin(run);
      await expect.poll(() => journal.open()).toContainEqual(run);
      await journal.close(run.id, 'succeeded', 9);
      await expect.poll(async () => (await journal.open()).some(({ id }) => id === run.id)).toBe(false);
    });

    it('closes a run once: of many at the same time one does it and the result stands', async () => {
      const run = aRun();
      await journal.begin(run);
      const results = ['succeeded', 'aborted', 'stopped', 'expired'] as const;
      const answers = await Promise.all(results.map((result, index) => journal.close(run.id, result, index)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      const closed = await journal.run(run.id);
      expect(closed?.result).toBe(results[answers.indexOf(true)]);
      expect(closed?.closedAt).toBe(answers.indexOf(true));
      expect(await journal.close(run.id, 'blocked', 50)).toBe(false);
      expect(await journal.run(run.id)).toEqual(closed);
    });

    it('refuses to close a run that never began', async () => {
      await expect(journal.close(unused('DR'), 'succeeded', 1)).rejects.toThrow(Refused);
    });

    it('lists the newest runs of one application first', async () => {
      const application = unused('shop');
      const runs = times(12, (index) => aRun({ application, epoch: index + 1, requestedAt: index }));
      await Promise.all([...runs, aRun({ epoch: 99 })].map((run) => journal.begin(run)));
      await journal.close(runs[11]?.id ?? '', 'succeeded', 20);
      const newest = [{ ...runs[11], result: 'succeeded', closedAt: 20 }, runs[10], runs[9]];
      await expect.poll(() => journal.recent(application, 3)).toEqual(newest);
    });

    it('numbers entries 1, 2, 3 … and gives them back in order', async () => {
      const { id } = aRun();
      expect(await journal.append(id, 10, working('a'))).toEqual({ ...working('a'), seq: 1, at: 10 });
      expect(await journal.append(id, 11, working('b'))).toEqual({ ...working('b'), seq: 2, at: 11 });
      expect(await journal.read(id)).toEqual([
        { ...working('a'), seq: 1, at: 10 },
        { ...working('b'), seq: 2, at: 11 },
      ]);
    });

    it('gives nothing for a run without entries', async () => {
      expect(await journal.read(unused('DR'))).toEqual([]);
    });

    it('reads on from a sequence', async () => {
      const { id } = aRun();
      for (const why of times(12, String)) await journal.append(id, 1, working(why));
      expect((await journal.read(id, 9)).map(({ seq }) => seq)).toEqual([10, 11, 12]);
      expect(await journal.read(id, 12)).toEqual([]);
    });

    it('leaves no gap and loses nothing when ten append at once', async () => {
      const { id } = aRun();
      const { won, lost } = await race(times(10, (index) => () => journal.append(id, index, working(`${index}`))));
      expect(lost).toEqual([]);
      const entries = await journal.read(id);
      expect(entries.map(({ seq }) => seq)).toEqual(times(10, (index) => index + 1));
      expect(won.toSorted((a, b) => a.seq - b.seq)).toEqual(entries);
      expect(new Set(entries.map(({ at }) => at)).size).toBe(10);
    });

    it('writes nothing when the journal as it stands speaks against it', async () => {
      const { id } = aRun();
      await journal.append(id, 1, working('a'));
      const seen: number[][] = [];
      const unless = (entries: readonly Entry[]) => {
        seen.push(entries.map(({ seq }) => seq));
        return entries.length > 1;
      };
      expect(await journal.append(id, 2, working('b'), unless)).toEqual({ ...working('b'), seq: 2, at: 2 });
      expect(await journal.append(id, 3, working('c'), unless)).toBeNull();
      expect(seen).toEqual([[1], [1, 2]]);
      expect(await journal.read(id)).toHaveLength(2);
    });

    it('writes a fact once when ten write it at once, each unless it is there', async () => {
      const { id } = aRun();
      const isThere = (entries: readonly Entry[]) => entries.some(({ kind }) => kind === 'point-of-no-return');
      const fact: EntryBody = { kind: 'point-of-no-return', row: 'promote' };
      const noise = times(5, (index) => () => journal.append(id, index, working('noise')));
      const facts = times(10, (index) => () => journal.append(id, index, fact, isThere));
      const { won, lost } = await race([...facts, ...noise]);
      expect(lost).toEqual([]);
      expect(won.filter((entry) => entry?.kind === 'point-of-no-return')).toHaveLength(1);
      expect((await journal.read(id)).filter(({ kind }) => kind === 'point-of-no-return')).toHaveLength(1);
      expect(await journal.read(id)).toHaveLength(6);
    });

    it('keeps nested facts and evidence, with nulls, empty texts and empty lists, as they were', async () => {
      const { id } = aRun();
      const evidence = { lsn: '16/B374D848', nothing: null, text: '', list: [], deep: { n: 1.5, on: false, of: [{ a: null }] } };
      const body: EntryBody = { kind: 'done', row: 'settle', undo: false, says: 'us-west-2 has it all.', evidence };
      await journal.append(id, 3, body);
      expect(await journal.read(id)).toEqual([{ ...body, seq: 1, at: 3 }]);
    });

    it('is not changed by changing what it was given, and lets nobody change what it gives', async () => {
      const run = aRun();
      const evidence = { list: ['kept'] };
      await journal.begin(run);
      await journal.append(run.id, 3, { kind: 'done', row: 'settle', undo: false, says: '', evidence });
      evidence.list.push('added later');
      const [entry] = await journal.read(run.id);
      expect(entry).toMatchObject({ evidence: { list: ['kept'] } });
      expect(() => Object.assign(entry ?? {}, { at: 99 })).toThrow(TypeError);
      expect(() => entry?.kind === 'done' && Object.assign(entry.evidence, { list: [] })).toThrow(TypeError);
    });
  });
}
