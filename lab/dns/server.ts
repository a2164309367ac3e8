import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';

/** Seconds a client may keep an answer. */
export const TTL_SECONDS = 1;
const NAME_ERROR = 3;

/** An authoritative DNS server on 127.0.0.1 over UDP. */
export interface DnsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves one name; `address` is asked at every query. */
export async function serveDns(domain: string, address: () => string): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.on('message', (message, client) => {
    const query = readPacket(message);
    if (query === null) return;
    const [question] = query.questions ?? [];
    const known = question?.name.toLowerCase() === domain;
    const answers =
      known && question.type === 'A' ? [{ type: 'A' as const, name: question.name, ttl: TTL_SECONDS, data: address() }] : [];
    const reply: Packet = {
      type: 'response',
      id: query.id ?? 0,
      flags: AUTHORITATIVE_ANSWER | (known ? 0 : NAME_ERROR),
      questions: query.questions ?? [],
      answers,
    };
    socket.send(encode(reply), client.port, client.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readPacket(message: Buffer): Packet | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}
