import type { ReplicationConfiguration } from '@aws-sdk/client-s3';
import { applicationOnAws, platformOnAws, type Side } from '../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../orchestrator/config.ts';
import { applicationKeyAlias } from './constructs/application-key.ts';

/** Replication Time Control promises 99.99 % of objects within 15 minutes; it knows no other time. */
const PROMISED = { Minutes: 15 };

/** The other one of an application's two Regions. */
export const otherSide = (side: Side): Side => (side === 'primary' ? 'dr' : 'primary');

/** An application's key on a side, by its alias. */
const keyArn = (config: Config, application: Application, side: Side): string =>
  `arn:aws:kms:${config.regions[side]}:${platformOnAws(config).account}:${applicationKeyAlias(application.id)}`;

/**
 * What the bucket on a side copies to the other, as S3's API takes it: everything, deletions and changes of what was copied
 * included, encrypted there with the key of that Region. Both directions have the same rule, so that neither is special.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
 */
export function replicationFrom(config: Config, application: Application, side: Side, role: string): ReplicationConfiguration {
  const to = otherSide(side);
  return {
    Role: role,
    Rules: [
      {
        ID: `to-${to}`,
        Status: 'Enabled',
        Priority: 1,
        Filter: { Prefix: '' },
        DeleteMarkerReplication: { Status: 'Enabled' },
        SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' }, ReplicaModifications: { Status: 'Enabled' } },
        Destination: {
          Bucket: `arn:aws:s3:::${applicationOnAws(application).buckets[to]}`,
          EncryptionConfiguration: { ReplicaKmsKeyID: keyArn(config, application, to) },
          ReplicationTime: { Status: 'Enabled', Time: PROMISED },
          Metrics: { Status: 'Enabled', EventThreshold: PROMISED },
        },
      },
    ],
  };
}

/** The same as CloudFormation spells it: one word differs. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-replicationrule.html */
export const toCloudFormation = ({ Role, Rules = [] }: ReplicationConfiguration): object => ({
  Role,
  Rules: Rules.map(({ ID, ...rule }) => ({ Id: ID, ...rule })),
});
