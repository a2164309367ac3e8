import { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import checkers from '../../orchestrator/aws/route53-healthchecks.json' with { type: 'json' };
import { acknowledge } from './acknowledge.ts';

/**
 * A bucket of flag objects. Route 53's checkers are anonymous and read by HTTPS: they are known by their published addresses, to
 * which S3's Block Public Access does not object, and cannot decrypt with KMS, so that S3 itself encrypts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export class FlagBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, bucketName: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'HealthCheckers',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { IpAddress: { 'aws:SourceIp': [...checkers.ipv4, ...checkers.ipv6] } },
      }),
    );
    acknowledge(this.bucket, 'AwsSolutions-S1', {
      '': 'It holds flags that anyone may infer from DNS, and is read every second by checkers: their log would hide everything else.',
    });
  }
}
