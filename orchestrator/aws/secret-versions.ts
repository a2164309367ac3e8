import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { Login } from '../agent/password.ts';
import { Refused } from '../domain/errors.ts';
import { askFor, unless } from './errors.ts';
import { type Connection, PATIENCE } from './patience.ts';
import type { Permission } from './permissions.ts';
import { secretArn, secretNames } from './secret-names.ts';
import { jsonOf } from './secrets.ts';

const LoginSecret = z.object({ username: z.string().min(1), password: z.string().min(1) });

/**
 * The versions of a secret that holds a login, in this Region; `Refused` when a version does not hold one, and what it holds is
 * never in the message. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export function secretVersions(secret: string, connection: Connection = {}) {
  const client = new SecretsManagerClient({ ...PATIENCE, ...connection });
  const ask = <T>(work: () => Promise<T>) => askFor(`The secret ${secret}`, work);

  const read = async (version: { VersionStage: string; VersionId?: string }): Promise<Login> => {
    const { SecretString } = await ask(() => client.send(new GetSecretValueCommand({ SecretId: secret, ...version })));
    const parsed = LoginSecret.safeParse(jsonOf(SecretString));
    if (!parsed.success) throw new Refused(`The secret ${secret} does not hold a username and a password.`);
    return parsed.data;
  };

  return {
    current: () => read({ VersionStage: 'AWSCURRENT' }),
    /** Null while Secrets Manager has given the token its stage, and no value is there yet. */
    pending: (token: string): Promise<Login | null> =>
      unless(['ResourceNotFoundException'], null, () => read({ VersionStage: 'AWSPENDING', VersionId: token })),
    put: async (token: string, login: Login): Promise<void> => {
      const value = { ClientRequestToken: token, SecretString: JSON.stringify(login), VersionStages: ['AWSPENDING'] };
      await ask(() => client.send(new PutSecretValueCommand({ SecretId: secret, ...value })));
    },
    makeCurrent: async (token: string): Promise<void> => {
      const { VersionIdsToStages = {} } = await ask(() => client.send(new DescribeSecretCommand({ SecretId: secret })));
      const [before] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT')) ?? [];
      if (before === token) return;
      const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: before };
      await ask(() => client.send(new UpdateSecretVersionStageCommand({ SecretId: secret, ...move })));
    },
  };
}

/** What a rotation needs of the writer's secret, which it makes in the primary Region. */
export const rotationPermissions: readonly Permission[] = [
  {
    actions: [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ],
    resources: (config, application) => [secretArn(config, config.regions.primary, secretNames(application).writer)],
  },
];
