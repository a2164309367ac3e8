import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, AwsCustomResourcePolicy, type AwsSdkCall, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { replicationFrom } from '../asset-replication.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { ReplicationRole } from '../constructs/replication-role.ts';
import type { StorageProps } from './storage.ts';

/**
 * Copying from the DR Region's bucket back to the primary's. Each bucket has to be there before the other can copy to it, which
 * no template can say, so this direction is put on the bucket when both are there, and taken off with this stack. It needs
 * us-east-1, so it is done while deploying and only looked at later.
 */
export class AssetReturn extends Stack {
  constructor(scope: Construct, id: string, { config, application, side, codeOf: _, key, ...rest }: StorageProps) {
    super(scope, id, rest);
    const Bucket = application.aws.buckets[side];
    const { role } = new ReplicationRole(this, 'Replication', { config, application, side, key });
    const put: AwsSdkCall = {
      service: 's3',
      action: 'putBucketReplication',
      parameters: { Bucket, ReplicationConfiguration: replicationFrom(config, application, side, role.roleArn) },
      physicalResourceId: PhysicalResourceId.of(`${Bucket}-replication`),
    };
    const replication = new AwsCustomResource(this, 'Rule', {
      onUpdate: put,
      onDelete: {
        service: 's3',
        action: 'deleteBucketReplication',
        parameters: { Bucket },
        ignoreErrorCodesMatching: 'NoSuchBucket',
      },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: ['s3:PutReplicationConfiguration'], resources: [`arn:aws:s3:::${Bucket}`] }),
        new PolicyStatement({
          actions: ['iam:PassRole'],
          resources: [role.roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } },
        }),
      ]),
      installLatestAwsSdk: false,
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY }),
    });
    replication.node.addDependency(role);
    for (const child of this.node.children.filter(({ node }) => node.id.startsWith('AWS'))) {
      acknowledge(child, 'AwsSolutions-IAM4', {
        'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole':
          'The function of CDK that calls S3 while deploying; it runs at no other time.',
      });
    }
  }
}
