import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { secretNames } from '../../orchestrator/aws/secret-names.ts';
import type { CreatedApplication } from '../reference.ts';
import { acknowledge } from './acknowledge.ts';
import { applicationKeyAlias } from './application-key.ts';

/** Nobody's role but the master's: reserved words such as `admin` are not taken. */
export const MASTER_USER = 'administrator';

/** What secrets are made of. */
export interface DatabaseSecretsProps {
  readonly application: CreatedApplication;
  /** The key of this Region; the other Region's is found by its alias. */
  readonly key: IKey;
  /** The Region that gets a replica of each. */
  readonly replicateTo: string;
}

/**
 * The logins of an application's database, each replicated to the other Region under a key of that Region. They hold no host name:
 * a replica would carry the primary's, while each Region knows its own database.
 */
export class DatabaseSecrets extends Construct {
  readonly master: CfnSecret;
  readonly writer: CfnSecret;

  constructor(scope: Construct, id: string, { application, key, replicateTo }: DatabaseSecretsProps) {
    super(scope, id);
    const names = secretNames(application);
    const [first = ''] = application.database.writers;
    const stack = Stack.of(this);
    const [resource = '', resourceName = ''] = applicationKeyAlias(application.id).split('/');
    const otherKey = stack.formatArn({ service: 'kms', region: replicateTo, resource, resourceName });
    const secret = (what: string, name: string, description: string, username: string): CfnSecret => {
      const made = new CfnSecret(this, what, {
        name,
        description,
        kmsKeyId: key.keyArn,
        generateSecretString: {
          secretStringTemplate: JSON.stringify({ username }),
          generateStringKey: 'password',
          passwordLength: 32,
          // RDS refuses some characters, and SCRAM wants ASCII.
          excludePunctuation: true,
        },
        replicaRegions: [{ region: replicateTo, kmsKeyId: otherKey }],
      });
      made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
      return made;
    };
    this.master = secret('Master', names.master, 'Master user of the database: no application logs in as it.', MASTER_USER);
    this.writer = secret('Writer', names.writer, 'Writer that the services log in as; rotation changes which.', first);
    acknowledge(this.master, 'AwsSolutions-SMG4', {
      '': 'Nobody logs in with it but the bootstrap of roles, as stacks are deployed; docs/decisions/databases-and-cloudformation.md says how people change it.',
    });
  }
}
