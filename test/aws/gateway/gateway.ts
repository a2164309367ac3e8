import { listen } from '../../../lab/network/listener.ts';
import { type Call, toCall } from './call.ts';
import { forward, type Reply, type Request, read } from './http.ts';

/** Answers calls of one service before, or instead of, the emulator behind it. */
export type Front = (call: Call, ask: (instead?: Request) => Promise<Reply>, request: Request) => Promise<Reply>;

/** The one endpoint of AWS for everything in the test: it writes every call down and hands it to whoever plays the service. */
export interface Gateway {
  readonly url: string;
  /** Every call so far, oldest first. */
  readonly calls: readonly Call[];
  /** Writes down what is done without the API, such as logging in to a database. */
  note(call: Call): void;
  /** Answers instead of AWS while it returns a reply; null lets a call through. */
  interrupt(how: ((call: Call) => Reply | null) | null): void;
  close(): Promise<void>;
}

/** How the gateway is set up. */
export interface GatewayOptions {
  readonly account: string;
  /** By the service in the signature; all others go to `otherwise`. */
  readonly emulators: () => Readonly<Record<string, string>> & { readonly otherwise: string };
  readonly fronts: Readonly<Record<string, Front>>;
  /** Free to take, or one that was announced already. */
  readonly port: number;
}

/** Opens it on 127.0.0.1. */
export async function openGateway({ account, emulators, fronts, port }: GatewayOptions): Promise<Gateway> {
  const calls: Call[] = [];
  let interruption: ((call: Call) => Reply | null) | null = null;
  const answer = async (request: Request): Promise<Reply> => {
    const call = toCall(request, account);
    const { otherwise, ...others } = emulators();
    if (call === null) return forward(request, otherwise);
    calls.push(call);
    const interrupted = interruption?.(call) ?? null;
    if (interrupted !== null) return interrupted;
    const ask = (instead = request): Promise<Reply> => forward(instead, others[call.signedFor] ?? otherwise);
    return fronts[call.signedFor]?.(call, ask, request) ?? ask();
  };
  const listener = await listen(port, async (incoming, outgoing) => {
    const { status, headers, body } = await answer(await read(incoming));
    outgoing.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  });
  return {
    url: `http://127.0.0.1:${listener.port}`,
    calls,
    note: (call) => void calls.push(call),
    interrupt: (how) => {
      interruption = how;
    },
    close: () => listener.close(),
  };
}
