import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Session } from '../agent/answer.ts';
import { type Login, setPassword, type TryLogin } from '../agent/password.ts';
import { Refused, Unavailable } from '../domain/errors.ts';

/** One step of a rotation, as Secrets Manager calls for it: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export const RotationEvent = z.object({
  SecretId: z.string().min(1),
  ClientRequestToken: z.string().min(1),
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
});
export type RotationEvent = z.infer<typeof RotationEvent>;

/** The versions of one secret, by the token of a rotation. */
export interface SecretVersions {
  current(): Promise<Login>;
  /** What the rotation has put there; null before. */
  pending(token: string): Promise<Login | null>;
  put(token: string, login: Login): Promise<void>;
  makeCurrent(token: string): Promise<void>;
}

/** What a rotation works on. */
export interface Rotation {
  readonly versions: (secret: string) => SecretVersions;
  /** The roles that take turns. */
  readonly writers: readonly string[];
  /** Lends a session of the agent's role, which has ADMIN on the writers: the master's password is not needed. */
  readonly lend: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly tryLogin: TryLogin;
  /** Waits so many ms. */
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** A replica across the continent is some 100 ms behind; how often, and how far apart, it is looked for there. */
const LOOKS = 15;
const BETWEEN_MS = 1_000;

/**
 * Rotates the secret that services log in with: the writer whose turn it is gets a new password, while the other one, which tasks
 * still know, keeps its own until the next rotation. The secret names it once a replica knows the password too: otherwise a
 * failover could lead to a database that does not take what the secret says. A fenced writer stays fenced, and its rotation is refused until it is opened.
 */
export function rotationOn({ versions, writers, lend, tryLogin, sleep }: Rotation): (event: unknown) => Promise<void> {
  return async (event) => {
    const { SecretId, ClientRequestToken: token, Step } = RotationEvent.parse(event);
    const secret = versions(SecretId);
    if (Step === 'createSecret') {
      if ((await secret.pending(token)) !== null) return;
      return secret.put(token, nextAfter(await secret.current(), writers));
    }
    if (Step === 'finishSecret') return secret.makeCurrent(token);
    const pending = await secret.pending(token);
    // Turning rotation on without rotating at once tests what there is: no version is pending then.
    if (Step === 'testSecret') return refuseUnlessIn(pending ?? (await secret.current()), tryLogin);
    if (pending === null) throw new Refused('The rotation has no pending version: it has to begin with createSecret.');
    await lend(async (session) => {
      await refuseClosed(session, writers);
      if ((await tryLogin(pending)) !== 'in') await setPassword(session, pending);
      await untilReplayed(session, sleep);
    });
  };
}

function nextAfter({ username }: Login, writers: readonly string[]): Login {
  const next = writers[(writers.indexOf(username) + 1) % writers.length];
  if (next === undefined) throw new Refused('dr.yml names no writers that could take turns.');
  return { username: next, password: randomBytes(24).toString('base64url') };
}

async function refuseUnlessIn(login: Login, tryLogin: TryLogin): Promise<void> {
  const outcome = await tryLogin(login);
  if (outcome !== 'in') throw new Refused(`${login.username} could not log in with the password of the secret: ${outcome}.`);
}

async function refuseClosed(session: Session, writers: readonly string[]): Promise<void> {
  const { rows } = await session.query<{ replica: boolean; open: boolean }>(
    `select pg_is_in_recovery() as replica,
            (select count(*) filter (where rolcanlogin) = cardinality($1::text[]) from pg_roles where rolname = any($1)) as open`,
    [writers],
  );
  const [seen] = rows;
  if (seen?.replica !== false)
    throw new Refused('The database is a replica: the secret is rotated when the application is home again.');
  if (!seen.open) throw new Refused('A writer is fenced or missing: the secret is rotated when the writers may log in again.');
}

/** `Unavailable` when no replica gets there: Secrets Manager calls again. */
async function untilReplayed(session: Session, sleep: Rotation['sleep']): Promise<void> {
  const { rows: written } = await session.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn');
  const query = 'select coalesce(bool_or(replay_lsn >= $1::pg_lsn), false) as replayed from pg_stat_replication';
  for (let look = 0; look < LOOKS; look++) {
    const { rows } = await session.query<{ replayed: boolean }>(query, [written[0]?.lsn]);
    if (rows[0]?.replayed) return;
    await sleep(BETWEEN_MS);
  }
  throw new Unavailable('No replica has the new password yet, so that the secret stays as it is until one does.');
}
