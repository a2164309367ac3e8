import type { LabView, Switch } from '../../lab/view.ts';
import type { Entry, EntryBody } from '../../orchestrator/domain/entry.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import type { Person } from '../../orchestrator/domain/run.ts';
import { toRunView } from '../../orchestrator/domain/run-view.ts';
import { failover } from '../../orchestrator/plans/failover.ts';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const REQUESTER: Person = { id: 'U0REQUESTER', via: 'slack' };
const APPROVER: Person = { id: 'U0APPROVER1', via: 'slack' };

const FACTS: Facts = {
  at: 0,
  active: { region: EAST },
  source: {
    region: EAST,
    fence: 'impossible',
    fenceWhy: 'The agent in us-east-1 does not answer.',
    lastAnsweredAt: 0,
    flushLsn: null,
  },
  target: { region: WEST, inRecovery: true, receivedLsn: '0/5000148', replayedLsn: '0/5000148', lagBytes: null, lastCommitAt: 0 },
  services: [],
  capacity: {},
  storageBacklog: 0,
  answers: EAST,
  flags: { dr: 'absent', control: 'absent' },
  estimatedRpoMs: 120,
  estimatedRtoMs: null,
  agents: [],
  blockers: [],
  risks: ['us-east-1 cannot be fenced.'],
};

/** A lab that stands still: the moment it shows can be chosen, and switches are noted. */
export function sampleLab(first: 'calm' | 'moving' | 'done') {
  const flipped: Switch[] = [];
  let moment: 'calm' | 'moving' | 'done' = first;
  return {
    flipped,
    show: (next: typeof moment) => {
      moment = next;
    },
    view: async () => viewOf(moment),
    flip: async (change: Switch) => {
      flipped.push(change);
    },
  };
}

function viewOf(moment: 'calm' | 'moving' | 'done'): LabView {
  const at = Date.now();
  const moved = moment === 'done';
  const broken = moment !== 'calm';
  const service = (count: number) => ({ min: count, desired: count, running: count, healthy: count });
  const samples = Array.from({ length: 240 }, (_, index) => {
    const isDown = broken && index > 150 && (!moved || index < 214);
    const served = moved && index >= 214 ? WEST : EAST;
    const count = 18 + ((index * 7) % 5);
    return { at: at - (239 - index) * 250, ok: isDown ? {} : { [served]: count }, failed: isDown ? 7 + (index % 3) : 0 };
  });
  return {
    at,
    regions: [
      {
        region: EAST,
        role: 'primary',
        state: broken ? 'killed' : 'healthy',
        database: broken ? 'down' : 'writer',
        services: { frontend: service(broken ? 0 : 2), backend: service(broken ? 0 : 2) },
      },
      {
        region: WEST,
        role: 'dr',
        state: 'healthy',
        database: moved ? 'writer' : 'replica',
        services: { frontend: service(broken ? 2 : 1), backend: service(broken ? 2 : 1) },
      },
    ],
    traffic: {
      answers: moved ? WEST : EAST,
      flags: moved ? { dr: 'present', control: 'present' } : { dr: 'absent', control: 'absent' },
    },
    lostFlags: [],
    users: { count: 8, acknowledged: 48_211, failed: broken ? 503 : 0, samples },
    platform: { up: true, restarts: 0 },
    run: broken ? runOf(at, moved) : null,
    plan: failover,
  };
}

function runOf(at: number, isClosed: boolean) {
  const began = at - 21_000;
  const approved = at - 6_400;
  const done = (row: string, says: string): EntryBody => ({ kind: 'done', row, undo: false, says, evidence: {} });
  const started = (row: string): EntryBody => ({ kind: 'started', row, undo: false });
  const bodies: [number, EntryBody][] = [
    [began, { kind: 'requested', run: runAt(began) }],
    [began + 20, started('preflight')],
    [began + 160, { kind: 'planned', revision: 1, hash: '9f3ac2d1', facts: FACTS, drift: [] }],
    [began + 180, done('preflight', 'us-east-1 does not answer; us-west-2 has replayed all that it received.')],
    [began + 190, started('approval')],
    [began + 195, { kind: 'asked', question: 'approval.1', row: 'approval', needed: 1, expiresAt: at + 1_000_000 }],
    [approved - 2, { kind: 'voted', question: 'approval.1', by: APPROVER, verdict: 'approve' }],
    [approved, { kind: 'decided', question: 'approval.1', row: 'approval', outcome: 'approved', by: APPROVER }],
    [approved + 5, done('approval', 'Amir Haddad approved and accepts that us-east-1 cannot be fenced.')],
    [approved + 10, started('fence')],
    [approved + 12, started('scale')],
    [approved + 40, done('fence', 'us-east-1 is unreachable; it is fenced as soon as it answers.')],
    [approved + 44, started('settle')],
    [approved + 60, done('settle', 'us-west-2 has replayed all that it received, up to 0/5000148.')],
    [approved + 64, started('promote')],
    [approved + 66, { kind: 'point-of-no-return', row: 'promote' }],
    [approved + 190, { kind: 'working', row: 'promote', undo: false, why: 'us-west-2 is still in recovery.' }],
  ];
  const end: [number, EntryBody][] = [
    [approved + 240, done('promote', 'us-west-2 is out of recovery.')],
    [approved + 250, done('scale', 'frontend and backend run with 2 of 2 in us-west-2.')],
    [approved + 900, done('record', 'RTO 16 s, RPO 120 ms.')],
    [
      approved + 901,
      {
        kind: 'closed',
        result: 'succeeded',
        says: 'us-west-2 is the writer, and users are sent there.',
        left: [],
        summary: SUMMARY,
      },
    ],
  ];
  const entries = [...bodies, ...(isClosed ? end : [])].map(
    ([time, body], index) => ({ ...body, seq: index + 1, at: time }) as Entry,
  );
  return toRunView(failover, entries);
}

const SUMMARY = {
  rto: { humanMs: 14_600, machineMs: 1_420, targetMs: 900_000 },
  rpo: { achievedMs: 120, targetMs: 60_000, how: 'From the last commit kept to when us-east-1 last answered.' },
  fence: { outcome: 'unreachable', acceptedBy: ['U0APPROVER1'] },
} as const;

function runAt(requestedAt: number) {
  return {
    ...({ id: 'DR-42', application: 'shop', plan: 'failover', epoch: 42, from: EAST, to: WEST } as const),
    ...{ requestedBy: REQUESTER, reason: 'us-east-1 does not answer', requestedAt, result: null, closedAt: null },
  };
}
