import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { TTL_SECONDS } from '../dns/server.ts';
import type { Lab } from '../lab.ts';
import type { Story } from './drive.ts';
import type { Report, Scenario } from './report.ts';

/** Counts what the story cost, from the users' own ledger, both databases and the journal. */
export async function measure(lab: Lab, scenario: Scenario, story: Story): Promise<Report> {
  const { world } = lab;
  const { view, brokeAt, seenAt, healedAt } = story;
  const { from, to, plan, requestedAt } = view.run;
  await world.users.quiet();
  const ledger = await world.users.ledger();
  const approvedAt = view.approvedAt ?? requestedAt;
  const first = await world.users.firstSince(approvedAt, to);
  const gap = await world.users.longestGap();
  const workMs = endOf(view, 'shift-traffic') === null ? 0 : (startOf(view, 'shift-traffic') ?? approvedAt) - approvedAt;
  const { ttl, checkInterval, checkFailures } = world.config.dns;
  return {
    plan,
    scenario,
    result: view.closed?.result ?? 'unfinished',
    steps: view.rows.flatMap(({ id, startedAt, endedAt }) =>
      startedAt === null || endedAt === null ? [] : [{ id, ms: endedAt - startedAt }],
    ),
    downtimeMs: gap?.ms ?? 0,
    rto: {
      humanMs: approvedAt - requestedAt,
      machineMs: first === null ? Number.POSITIVE_INFINITY : first.at - approvedAt,
      detectionMs: seenAt - brokeAt,
      dnsTtlMs: TTL_SECONDS * 1_000,
      workMs,
      atAwsDnsMs: workMs + checkInterval * checkFailures + ttl,
    },
    writes: await world.judge.reconcile(ledger, from, to),
    bothWritableMs: view.fencedLater?.bothWritableMs ?? (scenario === 'kill' ? 0 : null),
    fence: fenceOf(view, healedAt),
  };
}

function fenceOf(view: RunView, healedAt: number | null): Report['fence'] {
  const summary = view.closed?.summary?.fence ?? { outcome: 'unreachable', acceptedBy: [] };
  const { fencedLater } = view;
  return { ...summary, fencedLaterMs: fencedLater === null || healedAt === null ? null : fencedLater.at - healedAt };
}

const rowOf = (view: RunView, id: string) => view.rows.find((row) => row.id === id);
const startOf = (view: RunView, id: string): number | null => rowOf(view, id)?.startedAt ?? null;
const endOf = (view: RunView, id: string): number | null => rowOf(view, id)?.endedAt ?? null;
