import { assumed, MINUTES } from '../assumptions.ts';
import type { Charge, Estate, Rules } from '../charge.ts';

/** What the platform keeps and tells. */
export const platform: Rules = {
  'AWS::DynamoDB::GlobalTable': ({ properties }, estate) => {
    const copies = (properties.Replicas as unknown[]).length;
    const writes = watchWrites(estate);
    return [
      { price: 'dynamodb.write', quantity: writes },
      { price: 'dynamodb.replicated-write', quantity: writes * (copies - 1) },
      { price: 'dynamodb.read', quantity: assumed('platformReads') * MINUTES },
      { price: 'dynamodb.storage', quantity: assumed('platformStorage') * copies },
      { price: 'dynamodb.restorable', quantity: assumed('platformStorage') * copies },
    ];
  },
  'AWS::CloudWatch::Alarm': ({ properties }) => {
    const metrics = (properties.Metrics as { MetricStat?: object }[] | undefined) ?? [{ MetricStat: {} }];
    return [{ price: 'cloudwatch.alarm', quantity: metrics.filter(({ MetricStat }) => MetricStat !== undefined).length }];
  },
  // A filter costs nothing; what it counts is a metric of our own.
  'AWS::Logs::MetricFilter': ({ properties }) => [
    { price: 'cloudwatch.metric', quantity: (properties.MetricTransformations as unknown[]).length },
  ],
  'AWS::KMS::Key': ({ properties }) => [
    { price: 'kms.key', quantity: 1 },
    { price: 'kms.rotation', quantity: properties.EnableKeyRotation === true ? assumed('keyRotations') : 0 },
    { price: 'kms.request', quantity: assumed('keyRequests') },
  ],
  'AWS::SecretsManager::Secret': ({ properties }) => [
    { price: 'secrets.secret', quantity: 1 + ((properties.ReplicaRegions as unknown[] | undefined)?.length ?? 0) },
    { price: 'secrets.call', quantity: assumed('secretCalls') },
  ],
  'AWS::ApiGatewayV2::Api': () => [{ price: 'api.request', quantity: assumed('slackRequests') }],
  'AWS::SNS::Topic': () => [{ price: 'sns.email', quantity: assumed('mails') }],
  // Nobody reads the dead letters but people.
  'AWS::SQS::Queue': () => [{ price: 'sqs.request', quantity: 100 }],
  'AWS::Route53::HealthCheck': ({ properties }) => healthCheck(properties.HealthCheckConfig),
};

/** Every round of the watch writes down what it saw of each Region of each application. */
const watchWrites = ({ config }: Estate): number =>
  Object.keys(config.applications).length * 2 * assumed('watchRounds') * MINUTES;

function healthCheck({ Type, RequestInterval }: { readonly Type: string; readonly RequestInterval?: number }): readonly Charge[] {
  const features = [Type.startsWith('HTTPS'), RequestInterval === 10, Type.endsWith('STR_MATCH')].filter(Boolean).length;
  return [
    { price: 'route53.check', quantity: 1 },
    { price: 'route53.check-feature', quantity: features },
  ];
}
