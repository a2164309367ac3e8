import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Client } from 'pg';
import type { Certificates } from '../names/certificates.ts';
import { type Door, openPlainDoor, passOn } from '../names/doors.ts';
import { signerOf, whyNotLetIn } from './auth-token.ts';
import { ASK_FOR_PASSWORD, nextMessage, refusal, SSL_REQUEST, startupParameters, WELCOME } from './wire.ts';

/*
 * The endpoint of an RDS for PostgreSQL instance: TLS only, and a role with `rds_iam` logs in with a token in place of a
 * password; what it says afterwards goes to the lab's server, where it is logged in as the same role.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */

/** Logs in to the server behind an instance with the parameters of a StartupMessage; rejects when it does not answer. */
export type LogIn = (parameters: Readonly<Record<string, string>>) => Promise<Client>;

/** The endpoints of the instances of a Region. */
export interface Endpoints {
  readonly region: string;
  /** Logs in to the server behind the instance of that host name. */
  readonly logIn: (host: string, ...login: Parameters<LogIn>) => ReturnType<LogIn>;
  /** Told of everybody who is let in: who signed the token, and as which role. */
  readonly letIn: (signer: string | null, user: string) => void;
}

/** Opens them: who connects says by TLS which one is meant. */
export function openDatabaseDoor(certificates: Certificates, endpoints: Endpoints): Promise<Door> {
  return openPlainDoor((socket) => {
    socket.on('error', () => socket.destroy());
    serve(socket, certificates, endpoints).catch(() => socket.destroy());
  });
}

async function serve(socket: Socket, certificates: Certificates, endpoints: Endpoints): Promise<void> {
  if ((await nextMessage(socket, 'before-session')).readInt32BE(0) !== SSL_REQUEST) {
    socket.end(refusal('28000', 'no pg_hba.conf entry, no encryption'));
    return;
  }
  socket.write('S');
  const secure = new TLSSocket(socket, { ...certificates, isServer: true });
  secure.on('error', () => secure.destroy());
  const parameters = startupParameters(await nextMessage(secure, 'before-session'));
  const { user = '' } = parameters;
  secure.write(ASK_FOR_PASSWORD);
  const token = (await nextMessage(secure, 'session')).toString('utf8').replace(/\0$/, '');
  const host = String(secure.servername);
  const wrong = whyNotLetIn(token, { region: endpoints.region, host, user, now: Date.now() });
  if (wrong !== null) {
    secure.end(refusal('28000', `PAM authentication failed for user "${user}": ${wrong}`));
    return;
  }
  endpoints.letIn(signerOf(token), user);
  const behind = streamOf(await endpoints.logIn(host, parameters));
  secure.write(WELCOME);
  passOn(secure, behind);
}

/** The connection of a session that is logged in and idle, without the client that opened it. */
function streamOf(client: Client): Socket {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  for (const event of ['data', 'end', 'error', 'close', 'readable', 'drain']) stream.removeAllListeners(event);
  return stream;
}
