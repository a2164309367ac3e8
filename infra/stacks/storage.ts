import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { replicationFrom, toCloudFormation } from '../asset-replication.ts';
import { AssetsBucket } from '../constructs/assets-bucket.ts';
import { LogBucket } from '../constructs/log-bucket.ts';
import { ReplicationRole } from '../constructs/replication-role.ts';
import type { CreatedProps } from '../reference.ts';

/** What a bucket is encrypted with, besides what every stack of an application is made of. */
export interface StorageProps extends CreatedProps {
  /** The application's key in this Region. */
  readonly key: IKey;
}

/**
 * The bucket of an application in one Region, and its log. The bucket in the primary Region says itself what it copies,
 * because the one in the DR Region is there before it; the other direction follows in `AssetReturn`.
 */
export class Storage extends Stack {
  readonly logs: IBucket;

  constructor(scope: Construct, id: string, { config, application, side, codeOf: _, key, ...rest }: StorageProps) {
    super(scope, id, rest);
    const { bucket } = new AssetsBucket(this, 'Assets', { bucketName: application.aws.buckets[side], key });
    const logs = new LogBucket(this, 'Logs');
    logs.logRequestsTo(bucket, 'assets/');
    // The class says less of its optional properties than its own interface asks.
    this.logs = logs.bucket as IBucket;
    if (side === 'dr') return;
    const { role } = new ReplicationRole(this, 'Replication', { config, application, side, key });
    const configuration = toCloudFormation(replicationFrom(config, application, side, role.roleArn));
    (bucket.node.defaultChild as CfnBucket).addPropertyOverride('ReplicationConfiguration', configuration);
  }
}
