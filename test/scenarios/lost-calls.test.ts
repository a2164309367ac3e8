import { describe, expect, it } from 'vitest';
import { isExpected, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { amir, approve, dr, isClosed, primary, type Rehearsal, rehearse, requested } from './rehearsal.ts';

/** Calls of the records from a request to its end, rounded up: so far the cases go. */
const CALLS = 190;
const EVERY = Number(process.env.EVERY ?? 5);
const cases = Array.from({ length: Math.floor(CALLS / EVERY) }, (_, index) => index * EVERY);

/** Records that answer so many calls, then fail so many, then answer again. */
function fused(fuse: { left: number; fails: number }) {
  const watch = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([method, work]) => [
        method,
        async (...args: unknown[]) => {
          if (fuse.left > 0) fuse.left -= 1;
          else if (fuse.fails > 0) {
            fuse.fails -= 1;
            throw new Unavailable('The table of the platform does not answer.');
          }
          return work(...args);
        },
      ]),
    ) as Port;
  return (records: Records): Records => ({
    ...records,
    claims: watch(records.claims),
    journal: watch(records.journal),
    questions: watch(records.questions),
  });
}

/** Approves as often as it takes: a vote that was stored before its answer was lost counts. */
async function approveAtLast(rehearsal: Rehearsal, asked: RunView): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const error: unknown = await approve(rehearsal, asked, amir).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null || !(error instanceof Unavailable)) return expect(error === null || isExpected(error)).toBe(true);
  }
}

async function holds({ records, world }: Rehearsal, view: RunView): Promise<void> {
  expect(view.closed?.result).toBe('succeeded');
  const entries = await records.journal.read(view.run.id);
  const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
  expect([count('planned'), count('voted'), count('decided'), count('point-of-no-return'), count('closed')]).toEqual([
    1, 1, 1, 1, 1,
  ]);
  expect(entries.filter(({ kind }) => kind === 'failed')).toEqual([]);
  expect((await records.claims.look('shop')).run).toBeNull();
  expect(world.write(dr)).not.toBeNull();
  expect(world.write(primary)).toBeNull();
  expect(world.regions.overlaps).toEqual([]);
}

/** The sweeper comes by until the run is closed and released. */
async function swept(rehearsal: Rehearsal, run: string): Promise<RunView> {
  for (let rounds = 0; rounds < 50; rounds++) {
    await sweep(rehearsal.stage).catch(() => undefined);
    const open = await rehearsal.records.journal.open().catch(() => null);
    if (open?.length === 0) break;
    await rehearsal.world.clock.advance(1_000);
  }
  return rehearsal.until(run, 'closed', isClosed);
}

describe('records that fall silent', () => {
  it.each(cases)('for 30 calls after call %i cost a failover time, and nothing else', async (left) => {
    const fuse = { left: Number.POSITIVE_INFINITY, fails: 0 };
    const rehearsal = rehearse({ records: fused(fuse) });
    const asked = await requested(rehearsal);
    Object.assign(fuse, { left, fails: 30 });
    await approveAtLast(rehearsal, asked);
    await holds(rehearsal, await swept(rehearsal, asked.run.id));
  });
});

describe('a platform that dies', () => {
  it.each(cases)('after call %i of the records, and starts again, finishes what it began, once', async (left) => {
    const fuse = { left: Number.POSITIVE_INFINITY, fails: 0 };
    const rehearsal = rehearse({ records: fused(fuse) });
    const asked = await requested(rehearsal);
    Object.assign(fuse, { left, fails: Number.POSITIVE_INFINITY });
    await approve(rehearsal, asked, amir).catch(() => undefined);
    await rehearsal.world.clock.advance(5_000);
    for (let turns = 0; fuse.left > 0 && turns < 2_000; turns++) await new Promise((resolve) => setImmediate(resolve));
    await rehearsal.crash(() => Object.assign(fuse, { left: Number.POSITIVE_INFINITY, fails: 0 }));
    await approveAtLast(rehearsal, asked);
    await holds(rehearsal, await swept(rehearsal, asked.run.id));
  });
});
