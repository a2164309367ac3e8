import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Days in which an object that was overwritten or deleted, in either Region, can be brought back. */
const RECOVERABLE = Duration.days(30);

/** The application's bucket in one Region, encrypted with its key there. */
export class AssetsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { bucketName, key }: { readonly bucketName: string; readonly key: IKey }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { id: 'earlier-versions', noncurrentVersionExpiration: RECOVERABLE, expiredObjectDeleteMarker: true },
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
