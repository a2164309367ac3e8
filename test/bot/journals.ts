import fc from 'fast-check';
import type { Entry, EntryBody } from '../../orchestrator/domain/entry.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import { rowsOf } from '../../orchestrator/domain/plan.ts';
import type { Person, Run } from '../../orchestrator/domain/run.ts';
import { failover } from '../../orchestrator/plans/failover.ts';

/** What somebody might write to mention everybody, to format, or to break a limit. */
export const HOSTILE = '<!channel> <@U0EVIL> &<>`*_~';

const words: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constant(HOSTILE),
  fc.constant('Approved by U0APPROVER1, U0APPROVER2 & U0EVIL.'),
  fc.integer({ min: 100, max: 6_000 }).map((length) => `${HOSTILE}${'🔥&'.repeat(length)}`.slice(0, length)),
);
const time = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) });
const span = fc.integer({ min: 0, max: 100_000_000 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const region = fc.constantFrom('us-east-1', 'us-west-2');
const row = fc.constantFrom(...rowsOf(failover).map(({ id }) => id));
const revision = fc.integer({ min: 1, max: 3 });
const flag = fc.constantFrom('present' as const, 'absent' as const, 'unreachable' as const);

const person: fc.Arbitrary<Person> = fc.oneof(
  fc.record({ id: fc.constantFrom('U0REQUESTER', 'U0APPROVER1', 'U0APPROVER2'), via: fc.constant('slack' as const) }),
  fc.record({ id: words, via: fc.constantFrom('slack' as const, 'cli' as const, 'system' as const) }),
);

/** Any facts, with any sentences in them. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  at: time,
  active: fc.oneof(fc.record({ region }), fc.record({ ambiguous: words })),
  source: fc.record({
    ...{ region, fence: fc.constantFrom('possible' as const, 'impossible' as const), fenceWhy: maybe(words) },
    ...{ lastAnsweredAt: maybe(time), flushLsn: fc.constant(null) },
  }),
  target: fc.record({
    ...{ region, inRecovery: maybe(fc.boolean()), receivedLsn: fc.constant(null), replayedLsn: fc.constant(null) },
    ...{ lagBytes: maybe(fc.nat()), lastCommitAt: maybe(time) },
  }),
  services: fc.constant([]),
  capacity: fc.constant({}),
  storageBacklog: maybe(fc.nat()),
  answers: maybe(region),
  flags: fc.record({ dr: flag, control: flag }),
  estimatedRpoMs: maybe(span),
  estimatedRtoMs: maybe(span),
  agents: fc.array(words, { maxLength: 2 }),
  blockers: fc.array(words, { maxLength: 30 }),
  risks: fc.array(words, { maxLength: 30 }),
});

const summary = fc.record({
  rto: fc.record({ humanMs: span, machineMs: span, targetMs: span }),
  rpo: fc.record({ achievedMs: maybe(span), targetMs: span, how: words }),
  fence: fc.record({
    outcome: fc.constantFrom('fenced' as const, 'unreachable' as const),
    acceptedBy: fc.array(words, { maxLength: 40 }),
  }),
});
const stranded = fc.record({ count: fc.nat(), keys: fc.array(words, { maxLength: 100 }) });
const question = fc.oneof(
  revision.map((number) => `approval.${number}`),
  fc.tuple(row, revision).map(([id, attempt]) => `${id}.${attempt}`),
);
const outcome = fc.constantFrom(
  'approved' as const,
  'denied' as const,
  'expired' as const,
  'superseded' as const,
  'retry' as const,
  'stop' as const,
  'cancelled' as const,
);
const result = fc.constantFrom(
  'succeeded' as const,
  'denied' as const,
  'expired' as const,
  'aborted' as const,
  'stopped' as const,
  'blocked' as const,
  'superseded' as const,
);
const is = <const K extends string>(kind: K) => fc.constant(kind);
const undo = fc.boolean();

const body: fc.Arbitrary<EntryBody> = fc.oneof(
  fc.record({
    kind: is('planned'),
    revision,
    hash: fc.stringMatching(/^[0-9a-f]{64}$/),
    facts: anyFacts,
    drift: fc.array(words, { maxLength: 30 }),
  }),
  fc.record({ kind: is('asked'), question, row, needed: fc.integer({ min: 1, max: 9 }), expiresAt: maybe(time) }),
  fc.record({ kind: is('voted'), question, by: person, verdict: fc.constantFrom('approve' as const, 'deny' as const) }),
  fc.record({ kind: is('refused'), by: person, why: words }),
  fc.record({ kind: is('decided'), question, row, outcome, by: person }),
  fc.record({ kind: is('started'), row, undo }),
  fc.record({ kind: is('working'), row, undo, why: words }),
  fc.record({ kind: is('done'), row, undo, says: words, evidence: fc.constant({}) }),
  fc.record({ kind: is('failed'), row, undo, error: fc.constantFrom('Refused' as const, 'TimedOut' as const), why: words }),
  fc.record({ kind: is('cancelled'), row, undo, why: words }),
  fc.record({ kind: is('abort'), by: person }),
  fc.record({ kind: is('point-of-no-return'), row }),
  fc.record({ kind: is('fenced-later'), says: words, fencedAt: time, bothWritableMs: maybe(span), stranded: maybe(stranded) }),
  fc.record({ kind: is('closed'), result, says: words, left: fc.array(words, { maxLength: 60 }), summary: maybe(summary) }),
);

const run: fc.Arbitrary<Run> = fc.record({
  ...{ id: fc.integer({ min: 1, max: 999_999 }).map((number) => `DR-${number}`), application: is('shop'), plan: is('failover') },
  ...{ epoch: fc.constant(1), from: is('us-east-1'), to: is('us-west-2'), requestedBy: person, reason: words },
  ...{ requestedAt: time, result: fc.constant(null), closedAt: fc.constant(null) },
});

/** Any journal that begins with a request, in any order and with any words. */
export const anyJournal: fc.Arbitrary<readonly Entry[]> = fc
  .tuple(run, fc.array(fc.tuple(body, time), { maxLength: 40 }))
  .map(([requested, bodies]) => [
    { kind: 'requested', run: requested, seq: 1, at: requested.requestedAt },
    ...bodies.map(([entry, at], index): Entry => ({ ...entry, seq: index + 2, at })),
  ]);
