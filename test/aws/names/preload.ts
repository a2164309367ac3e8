import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import timers from 'node:timers/promises';

/*
 * Loaded before a Lambda's own code: the network as the test lays it. A connection to a name or address of the test's internet
 * goes to a port of 127.0.0.1, and every resolver asks the test's name server. Nothing of the platform knows of it.
 */

const { ports, nameServer } = JSON.parse(readFileSync(process.env.TEST_NETWORK ?? '', 'utf8')) as {
  /** By `host:port`, where `*` stands for any first label. */
  readonly ports: Readonly<Record<string, number>>;
  readonly nameServer: string;
};

interface Target {
  readonly host?: unknown;
  readonly port?: unknown;
}

const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function connectHere(this: net.Socket, ...args: unknown[]): net.Socket {
  // Node hands an array of normalized arguments to itself; others hand options, or a port and a host.
  const given = Array.isArray(args[0]) ? args[0] : args;
  const isPositional = typeof given[0] !== 'object';
  const target: Target = isPositional ? { port: given[0], host: given[1] } : given[0];
  const port = doorOf(target.host, target.port);
  if (port !== undefined) {
    if (isPositional) given.splice(0, 2, port, '127.0.0.1');
    else given[0] = { ...target, host: '127.0.0.1', port };
  }
  return connect.apply(this, args);
} as typeof net.Socket.prototype.connect;

const { setServers } = dns.promises.Resolver.prototype;
dns.promises.Resolver = class extends dns.promises.Resolver {
  constructor(options?: ConstructorParameters<typeof dns.promises.Resolver>[0]) {
    super(options);
    setServers.call(this, [nameServer]);
    this.setServers = () => {};
  }
};

// Rows that wait for hours look once a minute: as with the waits of state machines, nobody waits that long here.
const LONG_MS = 20_000;
const SHORTER = 25;
const wait = timers.setTimeout as (ms: number, ...more: unknown[]) => Promise<unknown>;
timers.setTimeout = ((ms: number, ...more: unknown[]) =>
  wait(ms > LONG_MS ? ms / SHORTER : ms, ...more)) as typeof timers.setTimeout;

// ministack puts functions of its own in the place of these: they send every name below amazonaws.com to itself, and what custom
// resources answer to where CloudFormation waits for it. What has a door in the test's internet goes there all the same.
for (const name of ['request', 'get'] as const) {
  const original = https[name] as (...args: unknown[]) => unknown;
  let current = original;
  Object.defineProperty(https, name, {
    get: () => current,
    set: (redirected: typeof original) => {
      current = (...args) => Reflect.apply(hasDoor(args[0]) ? original : redirected, https, args);
    },
  });
}

/** Whether a request, by a URL or by options, goes to a name of the test's internet. */
function hasDoor(to: unknown): boolean {
  const { hostname, host, port }: Target & { readonly hostname?: unknown } = typeof to === 'string' ? new URL(to) : Object(to);
  return doorOf(hostname || host, port || 443) !== undefined;
}

function doorOf(host: unknown, port: unknown): number | undefined {
  const name = `${host}:${port}`;
  return ports[name] ?? ports[name.replace(/^[^.]+/, '*')];
}
