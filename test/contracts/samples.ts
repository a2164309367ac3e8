import { randomUUID } from 'node:crypto';
import type { CostMetric } from '../../orchestrator/domain/cost-metric.ts';
import type { Question, Vote } from '../../orchestrator/domain/question.ts';
import type { RecoverySet } from '../../orchestrator/domain/recovery-set.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { TestResult } from '../../orchestrator/domain/test-result.ts';
import type { Records } from '../../orchestrator/ports/records.ts';

/** Records that may hold what earlier tests wrote. */
export type MakeRecords = () => Promise<Records>;

/** A name that no other test has used. */
export const unused = (word: string): string => `${word}-${randomUUID().slice(0, 8)}`;

/** A run as it begins. */
export const aRun = (changes: Partial<Run> = {}): Run => ({
  id: unused('DR'),
  application: unused('shop'),
  plan: 'failover',
  from: 'us-east-1',
  to: 'us-west-2',
  epoch: 1,
  requestedBy: { id: 'U0REQUESTER', via: 'slack' },
  reason: '',
  requestedAt: 1_000,
  result: null,
  closedAt: null,
  ...changes,
});

/** An approval that nobody has voted on, asked at 1,000 and late at 2,000. */
export const aQuestion = (changes: Partial<Question> = {}): Question => ({
  run: unused('DR'),
  id: 'approval.1',
  row: 'approval',
  kind: 'approval',
  hash: 'a1b2',
  needed: 1,
  expiresAt: 2_000,
  votes: [],
  outcome: null,
  askedAt: 1_000,
  ...changes,
});

/** A request to fail two applications over, one after the other. */
export const aSet = (changes: Partial<RecoverySet> = {}): Omit<RecoverySet, 'id'> => ({
  plan: 'failover',
  members: [
    { application: 'shop', after: [] },
    { application: 'billing', after: ['shop'] },
  ],
  requestedBy: { id: 'U0REQUESTER', via: 'slack' },
  reason: '',
  requestedAt: 1_000,
  overrides: false,
  ...changes,
});

/** A vote in time. */
export const aVote = (by: string, changes: Partial<Vote> = {}): Vote => ({
  by: { id: by, via: 'slack' },
  verdict: 'approve',
  at: 1_500,
  ...changes,
});

/** A dry run that found nothing in the way. */
export const aTest = (changes: Partial<TestResult> = {}): TestResult => ({
  id: '2026-11-27T00:00:00.000Z.dry-run',
  application: unused('shop'),
  kind: 'dry-run',
  plan: 'failover',
  move: { from: 'us-east-1', to: 'us-west-2' },
  at: 1_000,
  passed: true,
  blockers: [],
  risks: [],
  estimatedRpoMs: 0,
  estimatedRtoMs: null,
  dataAgeMs: 800,
  ...changes,
});

/** What an application cost in two Regions on one day, as AWS first thinks. */
export const aCost = (changes: Partial<CostMetric> = {}): CostMetric => ({
  application: unused('shop'),
  day: '2026-11-26',
  currency: 'USD',
  total: 12.3,
  byRegion: { 'us-east-1': 8.2, 'us-west-2': 4.1 },
  estimated: true,
  ...changes,
});

/** Starts all at once and sorts what came of it. */
export async function race<T>(attempts: readonly (() => Promise<T>)[]): Promise<{ won: T[]; lost: unknown[] }> {
  const settled = await Promise.allSettled(attempts.map((attempt) => attempt()));
  return {
    won: settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    lost: settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])),
  };
}

/** `count` attempts of the same kind. */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
