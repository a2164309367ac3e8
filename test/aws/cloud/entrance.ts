import { type Listener, listen } from '../../../lab/network/listener.ts';
import { forward, type Request, read } from '../gateway/http.ts';

/** What Slack asks: https://docs.slack.dev/interactivity/handling-user-interaction */
type Kind = 'command' | 'click' | 'submission' | 'other';

/** One request of Slack and how long its answer took, in ms. */
export interface Answered {
  readonly kind: Kind;
  readonly ms: number;
}

/** Where Slack's requests go. */
export interface Entrance extends Pick<Listener, 'close'> {
  readonly requestUrl: string;
  /** Every request so far, oldest first. */
  readonly answered: readonly Answered[];
  /** Delivers everything of one kind once more, byte for byte; answers the statuses. */
  again(kind: Kind): Promise<readonly number[]>;
}

/** Opens it before an HTTP API of the emulator, which is addressed by its host name. */
export async function openEntrance(host: string, emulator: string): Promise<Entrance> {
  const answered: Answered[] = [];
  const delivered: Request[] = [];
  const listener = await listen(0, async (incoming, outgoing) => {
    const request = await read(incoming);
    const since = performance.now();
    const reply = await forward({ ...request, headers: { ...request.headers, host } }, emulator);
    answered.push({ kind: kindOf(request), ms: performance.now() - since });
    delivered.push(request);
    outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length }).end(reply.body);
  });
  return {
    requestUrl: `http://127.0.0.1:${listener.port}/slack/events`,
    answered,
    again: async (kind) => {
      const statuses: number[] = [];
      for (const request of delivered.filter((each) => kindOf(each) === kind)) {
        const { status } = await forward({ ...request, headers: { ...request.headers, host } }, emulator);
        statuses.push(status);
      }
      return statuses;
    },
    close: () => listener.close(),
  };
}

function kindOf({ body }: Request): Kind {
  const fields = new URLSearchParams(body.toString('utf8'));
  if (fields.has('command')) return 'command';
  const { type } = JSON.parse(fields.get('payload') ?? '{}') as { readonly type?: string };
  return type === 'block_actions' ? 'click' : type === 'view_submission' ? 'submission' : 'other';
}

/** The one in the middle, or above it. */
const medianOf = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;

/** How long Slack waited, a line for each kind of request. */
export function toTable(answered: readonly Answered[]): string {
  const kinds = [...new Set(answered.map(({ kind }) => kind))];
  const lines = kinds.map((kind) => {
    const times = answered.filter((each) => each.kind === kind).map(({ ms }) => Math.round(ms));
    return `${kind.padEnd(12)}${[times.length, medianOf(times), Math.max(...times), times[0]].map((each) => String(each).padStart(8)).join('')}`;
  });
  return ['Slack’s requests, until the answer (ms)', `${''.padEnd(12)}   count     p50     max   first`, ...lines].join('\n');
}
