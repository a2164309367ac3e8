import { createSocket } from 'node:dgram';
import { decode, encode, RECURSION_DESIRED } from 'dns-packet';

/** An answer, and how long it may be kept. */
export interface Resolved {
  readonly address: string;
  readonly ttlMs: number;
}

/** Asks the lab's DNS server; keeps nothing. */
export interface Resolver {
  /** Rejects when there is no such name or no answer in time. */
  resolve(name: string): Promise<Resolved>;
  close(): void;
}

const TIMEOUT_MS = 250;
const ATTEMPTS = 2;

interface Waiting {
  resolve(message: Buffer): void;
}

/** Opens a resolver that sends its queries to the port on 127.0.0.1. */
export function openResolver(port: number): Resolver {
  const socket = createSocket('udp4');
  const waiting = new Map<number, Waiting>();
  let last = Math.floor(Math.random() * 65_536);
  socket.unref();
  socket.on('error', () => {});
  socket.on('message', (message) => {
    if (message.length < 12) return;
    waiting.get(message.readUInt16BE(0))?.resolve(message);
  });

  const ask = (name: string): Promise<Buffer> => {
    last = (last + 1) % 65_536;
    const id = last;
    const packet = encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ type: 'A', name }] });
    return new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`DNS did not answer for ${name}.`)), TIMEOUT_MS);
      waiting.set(id, {
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message);
        },
      });
      socket.send(packet, port, '127.0.0.1');
    }).finally(() => waiting.delete(id));
  };
  return {
    resolve: async (name) => {
      let message: Buffer | undefined;
      for (let attempt = 1; message === undefined; attempt++) {
        const last = attempt === ATTEMPTS;
        message = await ask(name).catch((error: unknown) => {
          if (last) throw error;
          return undefined;
        });
      }
      const [answer] = decode(message).answers ?? [];
      if (answer?.type !== 'A') throw new Error(`DNS has no address for ${name}.`);
      return { address: answer.data, ttlMs: (answer.ttl ?? 0) * 1_000 };
    },
    close: () => socket.close(),
  };
}
