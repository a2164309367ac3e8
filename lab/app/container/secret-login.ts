import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { Login, Logins } from '../logins.ts';

/** A login that was rotated away works until the next rotation, so minutes do. */
const LOOK_EVERY_MS = 5 * 60_000;
/** While the roles are fenced every request is refused: the secret is not asked for each of them. */
const NOT_AGAIN_WITHIN_MS = 1_000;

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
const Secret = z.object({ username: z.string().min(1), password: z.string().min(1) });

/** The login that a secret holds now: looked at when the database refuses it, and every few minutes. */
export async function secretLogins(
  client: Pick<SecretsManagerClient, 'send'>,
  id: string,
  now: () => number = Date.now,
): Promise<Logins> {
  const look = async (): Promise<Login> => {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    const { username, password } = Secret.parse(JSON.parse(SecretString));
    return { user: username, password };
  };
  let [login, lookedAt] = [await look(), now()];
  let looking: Promise<void> = Promise.resolve();

  const lookAgain = async (): Promise<void> => {
    const found = await look();
    if (found.user !== login.user || found.password !== login.password) login = found;
  };
  const renew = (): Promise<void> => {
    if (now() - lookedAt < NOT_AGAIN_WITHIN_MS) return looking;
    lookedAt = now();
    looking = lookAgain().catch((error: unknown) => console.error(`The secret ${id} cannot be read: ${error}`));
    return looking;
  };
  setInterval(() => void renew(), LOOK_EVERY_MS).unref();
  return { now: () => login, renew };
}
