import { describe, expect, it } from 'vitest';
import { reconcileAMinute } from '../../orchestrator/lambdas/reconcile-a-minute.ts';
import { amir, approve, isClosed, primary, rehearse, requested } from '../scenarios/rehearsal.ts';

/** A minute of the reconciler, after a failover during which nobody reached the primary Region, which answers again after so long. */
async function minute(answersAfterMs: number) {
  const rehearsal = rehearse();
  const { world, stage } = rehearsal;
  world.cutOff(primary);
  const asked = await requested(rehearsal);
  await approve(rehearsal, asked, amir);
  await rehearsal.until(asked.run.id, 'closed', isClosed);
  const began = stage.now();
  const sleep = async (ms: number): Promise<void> => {
    await stage.sleep(ms);
    if (stage.now() - began >= answersAfterMs) world.heal(primary);
  };
  await reconcileAMinute({ ...stage, sleep });
  const { fencedLater } = await rehearsal.recovery.view(asked.run.id);
  return { fencedAfterMs: fencedLater === null ? null : fencedLater.fencedAt - began, tookMs: stage.now() - began };
}

describe('a minute of the reconciler', () => {
  it('fences a Region within 2 s of its answering again, and then is over', async () => {
    const { fencedAfterMs, tookMs } = await minute(9_000);
    expect(fencedAfterMs).toBeGreaterThanOrEqual(9_000);
    expect(fencedAfterMs).toBeLessThan(11_000);
    expect(tookMs).toBeLessThan(15_000);
  });

  it('is over before the next one begins, although the Region does not answer', async () => {
    const { fencedAfterMs, tookMs } = await minute(Number.POSITIVE_INFINITY);
    expect(fencedAfterMs).toBeNull();
    expect(tookMs).toBeGreaterThan(40_000);
    expect(tookMs).toBeLessThan(60_000);
  });
});
