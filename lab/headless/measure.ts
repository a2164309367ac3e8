import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { TTL_SECONDS } from '../dns/server.ts';
import { pauseOf } from '../prober/pause.ts';
import type { Story } from './drive.ts';
import type { Report, Scenario } from './report.ts';

/** Counts what the story cost an application, from the ledgers of the users and of the prober, both databases and the journal. */
export async function measure(scenario: Scenario, story: Story): Promise<Report> {
  const { plan, world, view, healedAt, probed, span } = story;
  const { primary, dr } = world.config.regions;
  const { from, to } = view?.run ?? { from: primary, to: dr };
  const since = view?.run.requestedAt ?? 0;
  const pause = pauseOf(
    probed.filter(({ at }) => at >= since),
    from,
    to,
  );
  const gap = await world.users.longestGap(span?.from, span?.to);
  await world.users.quiet();
  const acknowledged = (await world.users.ledger()).filter(({ at }) => at <= (span?.to ?? at));
  return {
    application: world.application.id,
    plan,
    scenario,
    result: view?.closed?.result ?? 'unfinished',
    steps: (view?.rows ?? []).flatMap(({ id, startedAt, endedAt }) =>
      startedAt === null || endedAt === null ? [] : [{ id, ms: endedAt - startedAt }],
    ),
    downtimeMs: gap?.ms ?? 0,
    failedRequests: story.failedRequests,
    pauseMs: pause?.ms ?? null,
    rto: await rtoOf(story),
    writes: await world.judge.reconcile([...acknowledged, ...probed], from, to),
    bothWritableMs:
      view?.fencedLater?.bothWritableMs ?? (scenario === 'cut-off' || pause === null ? null : Math.max(0, -pause.ms)),
    fence: fenceOf(view, healedAt),
  };
}

async function rtoOf({ world, view, brokeAt, seenAt }: Story): Promise<Report['rto']> {
  const { ttl, checkInterval, checkFailures } = world.config.dns;
  const approvedAt = view?.approvedAt ?? null;
  const isDrill = view !== null && plans[view.run.plan].kind === 'rehearsal';
  const first = approvedAt === null ? null : await world.users.firstSince(approvedAt, view?.run.to ?? world.config.regions.dr);
  const shiftedAt = view?.rows.find(({ id }) => id === 'shift-traffic')?.startedAt ?? null;
  const workMs = between(approvedAt, shiftedAt);
  return {
    humanMs: between(view?.run.requestedAt ?? null, approvedAt),
    machineMs: isDrill ? (view?.closed?.summary?.rto.machineMs ?? null) : between(approvedAt, first?.at ?? null),
    detectionMs: between(brokeAt, seenAt),
    dnsTtlMs: TTL_SECONDS * 1_000,
    workMs,
    atAwsDnsMs: workMs === null ? null : workMs + checkInterval * checkFailures + ttl,
  };
}

const between = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : to - from);

function fenceOf(view: RunView | null, healedAt: number | null): Report['fence'] {
  const fencedAt = view?.fencedLater?.fencedAt ?? null;
  const { outcome = null, acceptedBy = [] } = view?.closed?.summary?.fence ?? {};
  return { outcome, acceptedBy, fencedLaterMs: between(healedAt, fencedAt) };
}
