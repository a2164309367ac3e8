import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { applicationOnAws, platformOnAws, type Side } from '../../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../../orchestrator/config.ts';
import { otherSide } from '../asset-replication.ts';
import { acknowledge } from './acknowledge.ts';
import { applicationKeyAlias } from './application-key.ts';

/** What is copied from where. */
export interface ReplicationRoleProps {
  readonly config: Config;
  readonly application: Application;
  readonly side: Side;
  /** The application's key on that side. */
  readonly key: IKey;
}

/**
 * As whom S3 copies from the bucket on one side to the other: it may read there, write here, and use each key through S3 of its
 * Region alone. The other Region's key is known by its alias, which no policy takes for a resource, so it is a condition.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export class ReplicationRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { config, application, side, key }: ReplicationRoleProps) {
    super(scope, id);
    const to = otherSide(side);
    const { buckets } = applicationOnAws(application);
    const [source, destination] = [`arn:aws:s3:::${buckets[side]}`, `arn:aws:s3:::${buckets[to]}`];
    const otherKeys = `arn:aws:kms:${config.regions[to]}:${platformOnAws(config).account}:key/*`;
    const through = (on: Side) => ({ 'kms:ViaService': `s3.${config.regions[on]}.amazonaws.com` });
    const allow = (actions: readonly string[], resource: string, conditions = {}) =>
      new PolicyStatement({ actions: [...actions], resources: [resource], conditions });

    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('s3.amazonaws.com'),
      description: `Copies objects of ${buckets[side]} to ${buckets[to]}.`,
      inlinePolicies: {
        copy: new PolicyDocument({
          statements: [
            allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], source),
            allow(['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'], `${source}/*`),
            allow(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], `${destination}/*`),
            allow(['kms:Decrypt'], key.keyArn, { StringEquals: through(side) }),
            allow(['kms:Encrypt', 'kms:GenerateDataKey'], otherKeys, {
              StringEquals: through(to),
              'ForAnyValue:StringEquals': { 'kms:ResourceAliases': applicationKeyAlias(application.id) },
            }),
          ],
        }),
      },
    });
    acknowledge(this.role, 'AwsSolutions-IAM5', {
      [`Resource::${source}/*`]: 'Every object is copied.',
      [`Resource::${destination}/*`]: 'Every object is copied.',
      [`Resource::${otherKeys}`]: 'A condition names the one key by its alias.',
    });
  }
}
