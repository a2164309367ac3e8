import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';

/** The alias of an application's key, alike in every Region, so that no Region needs another's key id. */
export const applicationKeyAlias = (application: string): string => `alias/${application}-data`;

/**
 * The customer-managed key of an application's data in one Region: its database and its secrets. Whoever may read a secret may use
 * the key through Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export class ApplicationKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, application: string) {
    super(scope, id);
    const stack = Stack.of(this);
    Tags.of(this).add(COST_TAG, application);
    this.key = new Key(this, 'Key', {
      alias: applicationKeyAlias(application),
      description: `Database and secrets of ${application} in this Region.`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughSecretsManager',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:CreateGrant'],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': stack.account,
            'kms:ViaService': `secretsmanager.${stack.region}.amazonaws.com`,
          },
        },
      }),
    );
  }
}
