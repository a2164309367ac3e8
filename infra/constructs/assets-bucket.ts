import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Days in which an object that was overwritten or deleted, in either Region, can be brought back. */
const RECOVERABLE = Duration.days(30);

/** The application's bucket in one Region, and the Region's own key that encrypts it. */
export class AssetsBucket extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, { bucketName, alias }: { readonly bucketName: string; readonly alias: string }) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias,
      description: `Objects of ${bucketName}.`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { id: 'earlier-versions', noncurrentVersionExpiration: RECOVERABLE, expiredObjectDeleteMarker: true },
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/** The alias of the key of an application's objects: the same in both Regions, so that neither needs the other's key id. */
export const assetsKeyAlias = (application: string): string => `alias/${application}-assets`;
