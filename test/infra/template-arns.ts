import type { Resource } from './synthesized.ts';

/** Where a template is deployed. */
export interface Where {
  readonly region: string;
  readonly account: string;
}

/** A template, as far as it is read here. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** ARNs by resource type, of a resource and its name. */
const ARNS: Readonly<Record<string, (name: string, where: Where) => string>> = {
  'AWS::Lambda::Function': (name, { region, account }) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'AWS::StepFunctions::StateMachine': (name, { region, account }) => `arn:aws:states:${region}:${account}:stateMachine:${name}`,
  'AWS::Events::Rule': (name, { region, account }) => `arn:aws:events:${region}:${account}:rule/${name}`,
  'AWS::SQS::Queue': (name, { region, account }) => `arn:aws:sqs:${region}:${account}:${name}`,
  'AWS::SNS::Topic': (name, { region, account }) => `arn:aws:sns:${region}:${account}:${name}`,
  'AWS::CloudWatch::Alarm': (name, { region, account }) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  // AWS adds six characters to the name of a secret.
  'AWS::SecretsManager::Secret': (name, { region, account }) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}-*`,
  'AWS::Logs::LogGroup': (name, { region, account }) => `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
};
const NAMES = ['FunctionName', 'StateMachineName', 'Name', 'QueueName', 'TopicName', 'AlarmName', 'LogGroupName'];

/** The name that a resource was given; its logical id where CloudFormation makes one up. */
export function nameOf({ Resources }: TemplateJson, id: string): string {
  const given = NAMES.map((name) => Resources[id]?.Properties?.[name]).find((name) => typeof name === 'string');
  return given ?? id;
}

/** Reads what a template says of a resource, as an ARN or as text; `*` stands for what CloudFormation fills in later. */
export function readerOf(template: TemplateJson, where: Where): (value: unknown) => string {
  const read = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) return '*';
    if ('Fn::Join' in value) {
      const [separator, parts] = value['Fn::Join'] as [string, readonly unknown[]];
      return parts.map(read).join(separator);
    }
    const [id, attribute] = 'Fn::GetAtt' in value ? (value['Fn::GetAtt'] as [string, string]) : [(value as { Ref?: string }).Ref];
    if (id === 'AWS::Partition') return 'aws';
    if (id === 'AWS::Region') return where.region;
    if (id === 'AWS::AccountId') return where.account;
    const type = template.Resources[id ?? '']?.Type;
    if (id === undefined || type === undefined) return '*';
    if (type === 'AWS::ApiGatewayV2::Api') return nameOf(template, id);
    const isArn = attribute === 'Arn' || (attribute === undefined && /Topic|StateMachine|Secret$/.test(type));
    return isArn ? (ARNS[type]?.(nameOf(template, id), where) ?? '*') : '*';
  };
  return read;
}

/** The ARN of a resource of the template. */
export function arnOf(template: TemplateJson, id: string, where: Where): string {
  return ARNS[template.Resources[id]?.Type ?? '']?.(nameOf(template, id), where) ?? '*';
}
