import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Every Region's key of the records has this alias, so that no Region needs another's key id. */
const ALIAS = 'alias/dr-records';

/**
 * The customer-managed key of one Region's copy of the records. Whoever may use the table may use the key through DynamoDB,
 * and in no other way: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export class RecordsKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: ALIAS,
      description: 'Records of the DR platform in this Region.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughDynamoDB',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:CreateGrant'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:CallerAccount': Stack.of(this).account },
          StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
        },
      }),
    );
  }
}

/** Where another Region's key is found before that Region is asked. */
export const recordsKeyArn = (stack: Stack, region: string): string =>
  stack.formatArn({ service: 'kms', region, resource: ALIAS.split('/')[0] ?? '', resourceName: ALIAS.split('/')[1] ?? '' });
