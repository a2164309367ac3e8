import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The secret that people fill in after the first deployment: JSON with `botToken` and `signingSecret`. */
export class SlackSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, secretName: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      secretName,
      description: 'JSON with botToken and signingSecret of the Slack app.',
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(this.secret, 'AwsSolutions-SMG4', {
      '': 'Slack makes both values and has no API to change them: people rotate them, as docs/operations.md says.',
    });
  }
}
