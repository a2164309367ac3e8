import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { Refused } from '../domain/errors.ts';
import { platformOnAws } from './deployment.ts';
import { askFor } from './errors.ts';
import { type Connection, PATIENCE_WITH_PEOPLE } from './patience.ts';
import type { Permission } from './permissions.ts';

const SlackSecret = z.object({ botToken: z.string().min(1), signingSecret: z.string().min(1) });
/** What the platform shows Slack, and what it knows Slack by. */
export type SlackSecret = z.infer<typeof SlackSecret>;

/**
 * The reader of the secret that dr.yml names for Slack: it reads once per cold start, and again only after that failed.
 * `Refused` when the secret does not hold what it should; what it holds is never in the message.
 */
export function slackSecretOf(config: Config, connection: Connection = {}): () => Promise<SlackSecret> {
  let known: Promise<SlackSecret> | null = null;
  return () => {
    known ??= read(config, connection).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function read(config: Config, connection: Connection): Promise<SlackSecret> {
  const name = platformOnAws(config).slackSecret;
  const client = new SecretsManagerClient({ region: config.regions.control, ...PATIENCE_WITH_PEOPLE, ...connection });
  const command = new GetSecretValueCommand({ SecretId: name });
  const { SecretString } = await askFor(`The secret ${name}`, () => client.send(command));
  const parsed = SlackSecret.safeParse(jsonOf(SecretString));
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues.map(({ path }) => path.join('.') || 'JSON').join(', ');
  throw new Refused(`The secret ${name} does not hold what it should: ${missing}.`);
}

/** What a text says as JSON; undefined where it is none. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** What reading Slack's secret needs. Its ARN ends with six characters that AWS chooses. */
export const slackSecretPermissions: readonly Permission[] = [
  {
    actions: ['secretsmanager:GetSecretValue'],
    resources: (config: Config) => {
      const { account, slackSecret } = platformOnAws(config);
      return [`arn:aws:secretsmanager:${config.regions.control}:${account}:secret:${slackSecret}-??????`];
    },
  },
];
