/** What a template says of a resource. */
export type Properties = Readonly<Record<string, unknown>>;

/** A type of resource that is worth drawing: what it is called, and the name by which other stacks speak of it. */
interface Kind {
  readonly words: string;
  readonly name?: (properties: Properties) => unknown;
}

/** By CloudFormation type; what is not here (policies, logs, rules) is not drawn. */
export const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': { words: 'HTTP API' },
  'AWS::CertificateManager::Certificate': { words: 'certificate' },
  'AWS::CloudWatch::Alarm': { words: 'alarm' },
  'AWS::DynamoDB::GlobalTable': { words: 'records', name: ({ TableName }) => TableName },
  'AWS::EC2::SecurityGroup': { words: 'network' },
  'AWS::EC2::Subnet': { words: 'network' },
  'AWS::EC2::VPC': { words: 'network' },
  'AWS::EC2::VPCEndpoint': { words: 'endpoint' },
  'AWS::ECR::ReplicationConfiguration': { words: 'replication of images' },
  'AWS::ECR::Repository': { words: 'repository', name: ({ RepositoryName }) => RepositoryName },
  'AWS::ECS::Service': { words: 'service', name: ({ ServiceName }) => `${ServiceName}` },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { words: 'load balancer' },
  'AWS::KMS::Alias': { words: 'key', name: ({ AliasName }) => AliasName },
  'AWS::KMS::Key': { words: 'key' },
  'AWS::Lambda::Function': { words: 'Lambda', name: ({ FunctionName }) => FunctionName },
  'AWS::RDS::DBInstance': { words: 'database', name: ({ DBInstanceIdentifier }) => DBInstanceIdentifier },
  'AWS::Route53::HealthCheck': { words: 'health check' },
  'AWS::Route53::RecordSet': { words: 'record', name: ({ Name }) => Name },
  'AWS::S3::Bucket': { words: 'bucket', name: ({ BucketName }) => BucketName },
  'AWS::SecretsManager::Secret': { words: 'secret', name: ({ Name }) => Name },
  'AWS::SNS::Topic': { words: 'topic' },
  'AWS::SQS::Queue': { words: 'queue' },
  'AWS::StepFunctions::StateMachine': { words: 'state machine' },
};
