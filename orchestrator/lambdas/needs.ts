import type { recordsPermissions } from '../aws/records/permissions.ts';
import type { StepId } from '../plans/plans.ts';
import type { Billing } from '../ports/billing.ts';
import type { Workflow } from '../ports/workflow.ts';
import type { World } from '../ports/world.ts';

/** Methods of a port, by port. */
type Calls = { readonly [Port in keyof World]?: readonly (keyof World[Port])[] };

/** What a Lambda calls. A method that is missing here is refused by AWS; one too many is found by the tests. */
export interface Needs {
  readonly world?: Calls;
  /** What is done with the records: reading of them all, and writing one by one. */
  readonly records: readonly (keyof typeof recordsPermissions)[];
  readonly workflow?: readonly (keyof Workflow)[];
  readonly billing?: readonly (keyof Billing)[];
  /** Whether it shifts traffic only to mend flags, and no record ever. */
  readonly mendsFlags?: boolean;
  /** Whether it has `dr-look` look at the world for it. */
  readonly looks?: boolean;
  /** Whether it speaks to Slack. */
  readonly slack?: boolean;
}

/** What `gather` asks of the world. */
const GATHER = {
  agent: ['observe'],
  services: ['look'],
  storage: ['backlog'],
  traffic: ['look'],
  database: ['status'],
  readiness: ['risks'],
  drills: ['obstacles'],
  rebuild: ['differences', 'kept', 'look', 'obstacles'],
} as const satisfies Calls;

/** What taking rows back asks of the world: a run whose execution is over is undone by whoever ends it. */
const UNDO = { agent: ['observe', 'open'], services: ['scale'], drills: ['look', 'remove'] } as const satisfies Calls;

/** A row that keeps to its journal: it reads the claim and the journal, and appends. */
const OWN = ['get', 'look', 'append'] as const;

/** What asking for a run writes. */
const BEGIN = ['claim', 'number', 'begin', 'append'] as const;

/** What ending a run writes, and what its set does next. */
const CLOSE = ['append', 'claim', 'close', 'test', 'ask', 'answer'] as const;

/** What each row of every plan calls. */
export const rowNeeds: Readonly<Record<StepId, Needs>> = {
  preflight: { world: GATHER, records: [...OWN, 'recent'] },
  approval: { world: GATHER, records: [...OWN, 'recent', 'ask', 'answer', 'claim'], workflow: ['complete'] },
  'cut-over': { world: GATHER, records: [...OWN, 'recent', 'ask', 'answer'], workflow: ['complete'] },
  fence: { world: { agent: ['observe', 'fence', 'open'], services: ['look', 'scale'] }, records: [...OWN, 'claim'] },
  ready: { world: { agent: ['observe'], database: ['status'] }, records: OWN },
  prove: { world: { agent: ['observe', 'mark'] }, records: OWN },
  settle: { world: { agent: ['observe', 'mark'] }, records: OWN },
  promote: { world: { database: ['status', 'promote'], agent: ['observe'] }, records: [...OWN, 'claim'] },
  'open-target': { world: { agent: ['observe', 'mark', 'open'] }, records: OWN },
  scale: { world: { services: ['look', 'scale'] }, records: [...OWN, 'claim'] },
  'verify-target': { world: { probe: ['throughBalancer'] }, records: OWN },
  'shift-traffic': { world: { traffic: ['look', 'shift'] }, records: OWN },
  'verify-dns': { world: { probe: ['throughDomain'] }, records: OWN },
  'stop-source': { world: { services: ['look', 'scale'] }, records: OWN },
  record: { records: OWN },
  keep: { world: { agent: ['observe'], rebuild: ['look', 'kept', 'snapshot'] }, records: OWN },
  'set-aside': { world: { agent: ['observe'], rebuild: ['look', 'obstacles', 'setAside', 'kept'] }, records: OWN },
  rebuild: { world: { rebuild: ['look', 'obstacles', 'replicate'] }, records: OWN },
  'restore-properties': { world: { agent: ['observe'], rebuild: ['differences', 'restore'] }, records: OWN },
  follow: { world: { agent: ['observe'] }, records: OWN },
  'standby-services': { world: { agent: ['observe'], services: ['look', 'scale'] }, records: OWN },
  'verify-storage': { world: { storage: ['backlog'] }, records: OWN },
  'record-kept': { world: { rebuild: ['kept'] }, records: OWN },
  'drill-copy': { world: { agent: ['observe'], drills: ['look', 'copy', 'observe', 'remove'] }, records: [...OWN, 'claim'] },
  'drill-restore': { world: { drills: ['look', 'restore', 'observe', 'remove'] }, records: [...OWN, 'claim'] },
  'drill-promote': { world: { drills: ['look', 'observe', 'promote'] }, records: OWN },
  'drill-open': { world: { drills: ['observe', 'mark', 'open'] }, records: OWN },
  'drill-services': { world: { drills: ['look', 'start'] }, records: OWN },
  'drill-verify': { world: { drills: ['probe'] }, records: OWN },
  'drill-remove': { world: { drills: ['look', 'remove'] }, records: OWN },
  'drill-verify-removal': {
    world: { drills: ['look', 'leftovers'], database: ['status'], agent: ['observe'] },
    records: OWN,
  },
  'drill-record': { records: OWN },
};

/** What every other Lambda of the control plane calls, by its id. */
export const triggerNeeds = {
  decision: { records: [...OWN, 'claim', 'ask', 'answer'], workflow: ['complete'] },
  close: { records: ['get', 'look', ...CLOSE], workflow: ['complete'] },
  finalizer: { world: UNDO, records: ['get', 'look', ...CLOSE], workflow: ['complete'] },
  sweeper: {
    world: { ...UNDO, traffic: ['look'], drills: ['look', 'remove', 'leftovers'] },
    records: ['get', 'look', 'open', 'recent', 'begin', 'number', ...CLOSE],
    workflow: ['start', 'state', 'complete'],
  },
  reconciler: {
    world: { agent: ['observe', 'fence', 'stranded'], services: ['scale'], traffic: ['look', 'shift'] },
    mendsFlags: true,
    records: [...OWN, 'recent'],
  },
  watch: { world: { agent: ['observe'], traffic: ['look'] }, records: ['get', 'sight'] },
  rehearsal: { world: GATHER, records: ['get', 'look', 'recent', 'test', ...BEGIN], workflow: ['start'] },
  costs: { records: ['charge'], billing: ['charged'] },
  look: { world: GATHER, records: [] },
  bot: {
    looks: true,
    records: ['get', 'look', 'open', 'recent', 'receive', 'answer', ...BEGIN],
    workflow: ['start', 'complete'],
    slack: true,
  },
  reporter: { records: ['look', 'open', 'recent', 'draw'], slack: true },
} as const satisfies Readonly<Record<string, Needs>>;
