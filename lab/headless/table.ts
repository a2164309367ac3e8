import type { Application } from '../../orchestrator/config.ts';
import { toWords } from '../../orchestrator/domain/duration.ts';
import type { Summary } from '../../orchestrator/domain/summary.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Judged, Report } from './report.ts';

/** What was achieved beside the targets of dr.yml; a run that did not succeed misses. */
export function judged(report: Report, summary: Summary | null, { targets }: Application): readonly Judged[] {
  const { rto, result, failedRequests } = report;
  const ended: Judged = { what: 'Result', achieved: result, target: 'succeeded', met: result === 'succeeded' };
  const unnoticed: Judged = { what: 'Failed requests', achieved: String(failedRequests), target: '0', met: failedRequests === 0 };
  if (plans[report.plan].kind === 'rebuild') return [ended, unnoticed];
  if (plans[report.plan].kind === 'rehearsal') {
    return [
      ended,
      unnoticed,
      against('RTO of the copy', rto.machineMs, targets.rto),
      against('Age of its data', summary?.rpo.achievedMs ?? null, targets.rpo),
    ];
  }
  return [
    ended,
    against('RTO here', sum(rto.humanMs, rto.machineMs), targets.rto),
    against('RTO at AWS DNS settings', sum(rto.humanMs, rto.atAwsDnsMs), targets.rto),
    against('RPO', summary?.rpo.achievedMs ?? null, targets.rpo),
  ];
}

/** The report for people: targets first, then what it was made of. */
export function toTable(report: Report, rows: readonly Judged[]): string {
  const { rto, writes, fence, steps, downtimeMs, failedRequests, pauseMs, bothWritableMs } = report;
  const accepted = fence.acceptedBy.length > 0 ? `, accepted by ${fence.acceptedBy.join(', ')}` : '';
  const later = fence.fencedLaterMs === null ? '' : `, fenced ${words(fence.fencedLaterMs)} after it could be reached again`;
  return [
    line(report.application, 'achieved', 'target', ''),
    ...rows.map(({ what, achieved, target, met }) => line(what, achieved, target, met ? 'met' : 'MISSED')),
    '',
    `  Time      people ${words(rto.humanMs)}, machine ${words(rto.machineMs)} (of it work ${words(rto.workMs)}; DNS TTL here ${words(rto.dnsTtlMs)}), detection ${words(rto.detectionMs)}`,
    `  Users     longest gap without an acknowledged write ${words(downtimeMs)}, failed requests ${failedRequests}; pause at the database ${words(pauseMs)}`,
    `  Writes    ${writes.acknowledged} acknowledged = ${writes.kept} kept + ${writes.stranded} stranded + ${writes.lost} lost`,
    `  Fence     ${fence.outcome ?? 'not tried'}${accepted}${later}; both writable ${words(bothWritableMs)}`,
    `  Steps     ${steps.map(({ id, ms }) => `${id} ${ms} ms`).join(', ')}`,
  ].join('\n');
}

const words = (ms: number | null): string => (ms === null ? 'unknown' : toWords(ms));
const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

const against = (what: string, ms: number | null, target: number): Judged => ({
  what,
  achieved: words(ms),
  target: toWords(target),
  met: ms !== null && ms <= target,
});

const line = (what: string, achieved: string, target: string, met: string): string =>
  `  ${what.padEnd(26)}${achieved.padEnd(14)}${target.padEnd(14)}${met}`;
