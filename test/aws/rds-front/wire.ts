import { once } from 'node:events';
import type { Socket } from 'node:net';

/*
 * What is spoken of PostgreSQL's protocol before a session begins.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** The content of the next message; those of a session have a letter in front of their length. */
export async function nextMessage(socket: Socket, kind: 'before-session' | 'session'): Promise<Buffer> {
  const letter = kind === 'session' ? 1 : 0;
  const length = (await readExactly(socket, letter + 4)).readInt32BE(letter) - 4;
  return length > 0 ? readExactly(socket, length) : Buffer.alloc(0);
}

async function readExactly(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const chunk = socket.read(length) as Buffer | null;
    if (chunk !== null) return chunk;
    if (socket.readableEnded || socket.destroyed) throw new Error('The connection ended.');
    await once(socket, 'readable');
  }
}

/** What an SSLRequest holds instead of a protocol version. */
export const SSL_REQUEST = 80_877_103;

/** The parameters of a StartupMessage, such as `user` and `database`. */
export function startupParameters(content: Buffer): Readonly<Record<string, string>> {
  const words = content.subarray(4).toString('utf8').split('\0');
  const pairs = words.flatMap((word, index) => (index % 2 === 0 && word !== '' ? [[word, words[index + 1] ?? ''] as const] : []));
  return Object.fromEntries(pairs);
}

function message(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

const integer = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const words = (...parts: readonly string[]): Buffer => Buffer.from(parts.map((part) => `${part}\0`).join(''));

/** AuthenticationCleartextPassword: inside TLS, this is how RDS asks for a token. */
export const ASK_FOR_PASSWORD = message('R', integer(3));

/** The session begins: who asked is in, and the server waits for queries. */
export const WELCOME = Buffer.concat([
  message('R', integer(0)),
  ...[
    ['server_version', '18.0'],
    ['server_encoding', 'UTF8'],
    ['client_encoding', 'UTF8'],
    ['standard_conforming_strings', 'on'],
    ['integer_datetimes', 'on'],
    ['DateStyle', 'ISO, MDY'],
    ['TimeZone', 'UTC'],
  ].map((parameter) => message('S', words(...parameter))),
  message('K', Buffer.concat([integer(1), integer(1)])),
  message('Z', Buffer.from('I')),
]);

/** A fatal ErrorResponse. */
export const refusal = (code: string, text: string): Buffer =>
  message('E', Buffer.concat([words('SFATAL', 'VFATAL', `C${code}`, `M${text}`), Buffer.from([0])]));
