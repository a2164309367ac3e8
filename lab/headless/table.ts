import type { Application } from '../../orchestrator/config.ts';
import { toWords } from '../../orchestrator/domain/duration.ts';
import type { Summary } from '../../orchestrator/domain/summary.ts';
import type { Judged, Report } from './report.ts';

/** What was achieved beside the targets of dr.yml; a run that did not succeed misses. */
export function judged(report: Report, summary: Summary | null, { targets }: Application): readonly Judged[] {
  const { rto, result } = report;
  const rpoMs = summary?.rpo.achievedMs ?? null;
  const total = rto.humanMs + rto.machineMs;
  return [
    { what: 'Result', achieved: result, target: 'succeeded', met: result === 'succeeded' },
    { what: 'RTO here', achieved: toWords(total), target: toWords(targets.rto), met: total <= targets.rto },
    {
      what: 'RTO at AWS DNS settings',
      achieved: toWords(rto.humanMs + rto.atAwsDnsMs),
      target: toWords(targets.rto),
      met: rto.humanMs + rto.atAwsDnsMs <= targets.rto,
    },
    {
      what: 'RPO',
      achieved: rpoMs === null ? 'unknown' : toWords(rpoMs),
      target: toWords(targets.rpo),
      met: rpoMs !== null && rpoMs <= targets.rpo,
    },
  ];
}

/** The report for people: targets first, then what it was made of. */
export function toTable(report: Report, rows: readonly Judged[]): string {
  const { rto, writes, fence, steps } = report;
  const later = fence.fencedLaterMs === null ? '' : `, fenced ${toWords(fence.fencedLaterMs)} after it could be reached again`;
  const both = report.bothWritableMs === null ? 'unknown' : toWords(report.bothWritableMs);
  return [
    line('', 'achieved', 'target', ''),
    ...rows.map(({ what, achieved, target, met }) => line(what, achieved, target, met ? 'met' : 'MISSED')),
    '',
    `  Time      people ${toWords(rto.humanMs)}, machine ${toWords(rto.machineMs)} (of it work ${toWords(rto.workMs)}; DNS TTL here ${toWords(rto.dnsTtlMs)}), detection ${toWords(rto.detectionMs)}`,
    `  Users     longest gap without an acknowledged write ${toWords(report.downtimeMs)}`,
    `  Writes    ${writes.acknowledged} acknowledged = ${writes.kept} kept + ${writes.stranded} stranded + ${writes.lost} lost`,
    `  Fence     ${fence.outcome}${fence.acceptedBy.length > 0 ? `, accepted by ${fence.acceptedBy.join(', ')}` : ''}${later}; both writable ${both}`,
    `  Steps     ${steps.map(({ id, ms }) => `${id} ${ms} ms`).join(', ')}`,
  ].join('\n');
}

const line = (what: string, achieved: string, target: string, met: string): string =>
  `  ${what.padEnd(26)}${achieved.padEnd(14)}${target.padEnd(14)}${met}`;
