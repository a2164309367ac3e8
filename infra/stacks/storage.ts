import { Stack } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket, CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { replicationFrom, toCloudFormation } from '../asset-replication.ts';
import { AssetsBucket, assetsKeyAlias } from '../constructs/assets-bucket.ts';
import { LogBucket } from '../constructs/log-bucket.ts';
import { ReplicationRole } from '../constructs/replication-role.ts';
import type { CreatedProps } from '../reference.ts';

/**
 * The bucket of an application in one Region, its key and its log. The bucket in the primary Region says itself what it copies,
 * because the one in the DR Region is there before it; the other direction follows in `AssetReturn`.
 */
export class Storage extends Stack {
  readonly bucket: Bucket;
  readonly key: Key;
  readonly logs: IBucket;

  constructor(scope: Construct, id: string, { config, application, side, ...rest }: CreatedProps) {
    super(scope, id, rest);
    const assets = new AssetsBucket(this, 'Assets', {
      bucketName: application.aws.buckets[side],
      alias: assetsKeyAlias(application.id),
    });
    this.bucket = assets.bucket;
    this.key = assets.key;
    const logs = new LogBucket(this, 'Logs');
    logs.logRequestsTo(assets.bucket, 'assets/');
    // The class says less of its optional properties than its own interface asks.
    this.logs = logs.bucket as IBucket;
    if (side === 'dr') return;
    const { role } = new ReplicationRole(this, 'Replication', { config, application, side, key: assets.key });
    const configuration = toCloudFormation(replicationFrom(config, application, side, role.roleArn));
    (assets.bucket.node.defaultChild as CfnBucket).addPropertyOverride('ReplicationConfiguration', configuration);
  }
}
