import { describe, expect, it } from 'vitest';
import type { Report } from '../../lab/headless/report.ts';
import { judged, toTable } from '../../lab/headless/table.ts';
import { shop } from '../scenarios/rehearsal.ts';

const report: Report = {
  application: 'shop',
  ...{ plan: 'drill', scenario: 'well', result: 'succeeded', steps: [], downtimeMs: 60, failedRequests: 0, pauseMs: null },
  rto: { humanMs: 1_000, machineMs: 4_000, detectionMs: null, dnsTtlMs: 1_000, workMs: null, atAwsDnsMs: null },
  writes: { acknowledged: 9, kept: 9, lost: 0, stranded: 0 },
  ...{ bothWritableMs: null, fence: { outcome: null, acceptedBy: [], fencedLaterMs: null } },
};
const summary = {
  rto: { humanMs: 1_000, machineMs: 4_000, targetMs: 900_000 },
  rpo: { achievedMs: 30_000, targetMs: 60_000, how: 'By its heartbeat.' },
  fence: null,
};
const missed = (changed: Partial<Report>) =>
  judged({ ...report, ...changed }, summary, shop).flatMap(({ what, met }) => (met ? [] : [what]));

describe('a drill that was played without a page', () => {
  it('has met its targets where no user noticed, and says how many requests failed', () => {
    expect(missed({})).toEqual([]);
    expect(toTable(report, judged(report, summary, shop))).toContain('failed requests 0');
  });

  it('has missed where a single request failed, or where it took too long, and is not judged by where users write', () => {
    expect(missed({ failedRequests: 1 })).toEqual(['Failed requests']);
    expect(missed({ rto: { ...report.rto, machineMs: 3_600_000 } })).toEqual(['RTO of the copy']);
    expect(missed({ plan: 'switchover' })).toContain('RTO at AWS DNS settings');
  });
});
