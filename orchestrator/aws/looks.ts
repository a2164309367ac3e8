import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Application, Config } from '../config.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { World } from '../ports/world.ts';
import { platformOnAws } from './deployment.ts';
import { askFor } from './errors.ts';
import { type Connection, PATIENCE_WITH_LOOKS } from './patience.ts';
import type { Permission } from './permissions.ts';

/** The Lambda that looks at the world for those who only look. */
const LOOK_FUNCTION = 'dr-look';

/** One look at the world: a method of a port that changes nothing, and what it is called with. */
export const Look = z.discriminatedUnion('port', [
  z.strictObject({ port: z.literal('agent'), method: z.literal('observe'), args: z.tuple([z.string()]) }),
  z.strictObject({ port: z.literal('services'), method: z.literal('look'), args: z.tuple([z.string()]) }),
  z.strictObject({ port: z.literal('storage'), method: z.literal('backlog'), args: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ port: z.literal('database'), method: z.literal('status'), args: z.tuple([z.string()]) }),
  z.strictObject({
    port: z.literal('drills'),
    method: z.literal('obstacles'),
    args: z.tuple([z.string(), z.enum(['replica', 'backups'])]),
  }),
  z.strictObject({
    port: z.literal('rebuild'),
    method: z.enum(['obstacles', 'look', 'kept', 'differences']),
    args: z.tuple([z.string()]),
  }),
  z.strictObject({ port: z.literal('traffic'), method: z.literal('look'), args: z.tuple([]) }),
  z.strictObject({
    port: z.literal('readiness'),
    method: z.literal('risks'),
    args: z.tuple([z.strictObject({ from: z.string(), to: z.string() })]),
  }),
]);
export type Look = z.infer<typeof Look>;

/** What `dr-look` is asked: several looks at once. */
export const LookRequest = z.strictObject({ application: z.string(), looks: z.array(Look).min(1) });

/** What came of one look. */
export const Seen = z.union([
  z.strictObject({ saw: z.unknown() }),
  z.strictObject({ error: z.enum(['Unavailable', 'Throttled', 'Refused']), message: z.string() }),
]);
export type Seen = z.infer<typeof Seen>;

/**
 * A world for those who only look, such as the bot: all looks of one moment are one call of `dr-look`, which has the
 * permissions and the clients. Whoever acts through it has a bug.
 */
export function lookedAtWorld(config: Config, application: Application, connection: Connection = {}): World {
  const client = new LambdaClient({ region: config.regions.control, ...PATIENCE_WITH_LOOKS, ...connection });
  const look = inBatches(async (looks) => {
    const request: z.infer<typeof LookRequest> = { application: application.id, looks: [...looks] };
    const command = new InvokeCommand({ FunctionName: LOOK_FUNCTION, Payload: JSON.stringify(request) });
    const { FunctionError, Payload } = await askFor('The look at the Regions', () => client.send(command));
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new Error(`${LOOK_FUNCTION} failed: ${text}`);
    return z.array(Seen).parse(JSON.parse(text));
  });
  return {
    clock: { now: Date.now, sleep: never },
    agent: {
      observe: (region) => look({ port: 'agent', method: 'observe', args: [region] }),
      fence: never,
      open: never,
      mark: never,
      stranded: never,
    },
    services: { look: (region) => look({ port: 'services', method: 'look', args: [region] }), scale: never },
    storage: { backlog: (from, to) => look({ port: 'storage', method: 'backlog', args: [from, to] }) },
    database: { status: (region) => look({ port: 'database', method: 'status', args: [region] }), promote: never },
    traffic: { look: () => look({ port: 'traffic', method: 'look', args: [] }), shift: never },
    probe: { throughBalancer: never, throughDomain: never },
    drills: { ...ACTS, obstacles: (region, source) => look({ port: 'drills', method: 'obstacles', args: [region, source] }) },
    rebuild: {
      obstacles: (region) => look({ port: 'rebuild', method: 'obstacles', args: [region] }),
      look: (region) => look({ port: 'rebuild', method: 'look', args: [region] }),
      kept: (region) => look({ port: 'rebuild', method: 'kept', args: [region] }),
      differences: (region) => look({ port: 'rebuild', method: 'differences', args: [region] }),
      snapshot: never,
      setAside: never,
      replicate: never,
      restore: never,
    },
    readiness: { risks: ({ from, to }) => look({ port: 'readiness', method: 'risks', args: [{ from, to }] }) },
  };
}

/** Sends together what is asked before the next turn of the event loop. */
function inBatches(send: (looks: readonly Look[]) => Promise<readonly Seen[]>): <Saw>(look: Look) => Promise<Saw> {
  let batch: { readonly looks: Look[]; readonly seen: Promise<readonly Seen[]> } | null = null;
  return async (look) => {
    if (batch === null) {
      const looks: Look[] = [];
      const sent = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        batch = null;
        return send(looks);
      });
      batch = { looks, seen: sent };
    }
    const { looks, seen } = batch;
    const index = looks.push(look) - 1;
    return sawOf((await seen)[index]);
  };
}

function sawOf<Saw>(seen: Seen | undefined): Saw {
  if (seen === undefined) throw new Error(`${LOOK_FUNCTION} answered less than it was asked.`);
  if ('saw' in seen) return seen.saw as Saw;
  if (seen.error === 'Refused') throw new Refused(seen.message);
  throw new Unavailable(seen.message, { isThrottled: seen.error === 'Throttled' });
}

function never(): never {
  throw new Error('This world is only looked at.');
}

/** What is done in a drill, or looked at by whoever does it. */
const ACTS = {
  look: never,
  copy: never,
  restore: never,
  promote: never,
  observe: never,
  mark: never,
  open: never,
  start: never,
  probe: never,
  remove: never,
  leftovers: never,
} as const;

/** What looking through `dr-look` needs. */
export const lookPermissions: readonly Permission[] = [
  {
    actions: ['lambda:InvokeFunction'],
    resources: (config) => [
      `arn:aws:lambda:${config.regions.control}:${platformOnAws(config).account}:function:${LOOK_FUNCTION}`,
    ],
  },
];
