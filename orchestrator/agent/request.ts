import { z } from 'zod';

/** The host of a drill's copy; absent, the Region's own database is meant. */
const instance = z.hostname().optional();
/** Where a task answers, inside the Region. */
const Door = z.strictObject({ address: z.ipv4(), port: z.int().min(1).max(65_535), path: z.string().regex(/^\//) });
export type Door = z.infer<typeof Door>;

const identifier = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

/**
 * What the platform may ask a Region's agent; anything else is refused at the door, fields that an older agent does not know
 * included: what it left out could be what the request is about.
 */
export const AgentRequest = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('observe'), instance }),
  z.strictObject({ ask: z.literal('fence') }),
  z.strictObject({ ask: z.literal('open'), instance }),
  /** Sent by the Region itself, each minute. */
  z.strictObject({ ask: z.literal('wake') }),
  z.strictObject({ ask: z.literal('mark'), instance, marker: z.strictObject({ run: z.string().min(1), epoch: z.int() }) }),
  /** Reads and writes through tasks of a drill, which no load balancer leads to. */
  z.strictObject({ ask: z.literal('try'), reads: z.array(Door).min(1), writes: Door }),
  /** Of the next `limit` rows after the key `after`, in key order, the keys of those committed since `since` (epoch ms). */
  z.strictObject({
    ask: z.literal('keys-since'),
    table: identifier,
    since: z.number(),
    after: z.string().nullable(),
    limit: z.int().min(1).max(10_000),
  }),
  /** Which of these keys have no row here. */
  z.strictObject({ ask: z.literal('missing-keys'), table: identifier, keys: z.array(z.string()).max(10_000) }),
]);
export type AgentRequest = z.infer<typeof AgentRequest>;

/** What answering a request does: looks change nothing. An agent's function answers one kind. */
export type Duty = 'look' | 'act';

/** Which kind each request is. */
export const DUTIES: Readonly<Record<AgentRequest['ask'], Duty>> = {
  observe: 'look',
  'keys-since': 'look',
  'missing-keys': 'look',
  fence: 'act',
  open: 'act',
  mark: 'act',
  try: 'act',
  wake: 'act',
};

const lsn = z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/);

/*
 * Control plane and agents are deployed one after the other, so either may be newer for a while: of an answer, what one does not
 * know yet is left out, and what an older agent does not tell has a default.
 */

/** The answer to `observe`, `fence` and `open`: the database as it is afterwards. */
export const ObservationAnswer = z.object({
  startedAt: z.number(),
  inRecovery: z.boolean(),
  writersMayLogin: z.boolean(),
  mayFence: z.boolean(),
  mayMark: z.boolean().default(true),
  tracksCommits: z.boolean().default(true),
  unreadable: z.array(z.string()).readonly().default([]),
  writerSessions: z.int(),
  preparedTransactions: z.int(),
  flushLsn: lsn.nullable(),
  receivedLsn: lsn.nullable(),
  replayedLsn: lsn.nullable(),
  lastCommitAt: z.number().nullable(),
  marker: z.object({ run: z.string(), epoch: z.int() }).nullable(),
  heartbeat: z.object({ at: z.number(), fencedAt: z.number().nullable() }).nullable().default(null),
});

/** The answer to `wake`. */
export const WakeAnswer = z.object({ says: z.string(), fences: z.boolean(), seen: ObservationAnswer });

/** The answer to `mark`: the flush LSN read after the marker's commit. */
export const MarkAnswer = z.object({ flushLsn: lsn });

/** The answer to `try`. */
export const TryAnswer = z.object({ readOk: z.boolean(), writeOk: z.boolean() });

/** The answer to `missing-keys`. */
export const KeysAnswer = z.object({ keys: z.array(z.string()) });

/** The answer to `keys-since`: `next` is the last key that was looked at, null at the end of the table; an older agent does not tell. */
export const PartAnswer = KeysAnswer.extend({ next: z.string().nullable().optional() });

/** What a request of each kind is answered with. */
export type AgentAnswer =
  | z.infer<typeof ObservationAnswer>
  | z.infer<typeof WakeAnswer>
  | z.infer<typeof MarkAnswer>
  | z.infer<typeof TryAnswer>
  | z.infer<typeof KeysAnswer>
  | z.infer<typeof PartAnswer>;
