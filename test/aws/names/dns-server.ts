import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';

const NAME_ERROR = 3;
const NAME_SERVER = 'ns-1.awsdns-00.com';

/** What the zones of the test hold: addresses by host name, asked at every query. */
export type Zone = Readonly<Record<string, () => string>>;

/** The name servers of the test's internet, on 127.0.0.1 over UDP; every zone is served by the same one. */
export async function serveNames(zone: Zone): Promise<{ readonly port: number; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  const answersTo = (type: string, name: string): Answer[] => {
    if (type === 'NS') return [{ type: 'NS', name, ttl: 60, data: NAME_SERVER }];
    const address = name === NAME_SERVER ? '127.0.0.1' : zone[name]?.();
    return type === 'A' && address !== undefined ? [{ type: 'A', name, ttl: 1, data: address }] : [];
  };
  socket.on('message', (message, client) => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    const answers = answersTo(question.type, question.name.toLowerCase());
    const flags = AUTHORITATIVE_ANSWER | (answers.length > 0 ? 0 : NAME_ERROR);
    const reply = encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers });
    socket.send(reply, client.port, client.address);
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
