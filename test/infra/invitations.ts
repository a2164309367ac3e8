import { fits } from './statements.ts';
import { arnOf, nameOf, readerOf, type TemplateJson, type Where } from './template-arns.ts';

/** One service of AWS doing one thing to one resource, because of something else: a rule starts a function. */
export interface Invitation {
  /** `events.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** The ARN of what has it do so; null when it may be anything of anybody. */
  readonly because: string | null;
}

const EVENTS = 'events.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';

/** What AWS has to be allowed by the resources themselves, so that what the template connects is connected. */
export function needed(template: TemplateJson, where: Where): readonly Invitation[] {
  const read = readerOf(template, where);
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]): Invitation[] => {
    const because = arnOf(template, id, where);
    if (Type === 'AWS::Events::Rule') {
      return (Properties.Targets as readonly Target[]).flatMap(({ Arn, DeadLetterConfig: letters }) => [
        { service: EVENTS, action: INVOKE, resource: read(Arn), because },
        ...(letters ? [{ service: EVENTS, action: 'sqs:SendMessage', resource: read(letters.Arn), because }] : []),
      ]);
    }
    if (Type === 'AWS::CloudWatch::Alarm') {
      const told: readonly unknown[] = [...(Properties.AlarmActions ?? []), ...(Properties.OKActions ?? [])];
      const topics = [...new Set(told.map(read))];
      return topics.map((resource) => ({ service: 'cloudwatch.amazonaws.com', action: 'sns:Publish', resource, because }));
    }
    if (Type === 'AWS::SecretsManager::RotationSchedule') {
      const resource = read(Properties.RotationLambdaARN);
      return [{ service: 'secretsmanager.amazonaws.com', action: INVOKE, resource, because: read(Properties.SecretId) }];
    }
    if (Type === 'AWS::ApiGatewayV2::Route') {
      const [, path = ''] = String(Properties.RouteKey).split(' ');
      const integration = /integrations\/(.*)/.exec(integrationOf(Properties.Target))?.[1] ?? '';
      const resource = read(template.Resources[integration]?.Properties.IntegrationUri);
      const api = `arn:aws:execute-api:${where.region}:${where.account}:${nameOf(template, Properties.ApiId.Ref)}`;
      return [{ service: 'apigateway.amazonaws.com', action: INVOKE, resource, because: `${api}/*/*${path}` }];
    }
    return [];
  });
}

/** What the resources allow to services of AWS, by policies of their own. */
export function given(template: TemplateJson, where: Where): readonly Invitation[] {
  const read = readerOf(template, where);
  return Object.values(template.Resources).flatMap(({ Type, Properties }): Invitation[] => {
    if (Type === 'AWS::Lambda::Permission') {
      const { Action, FunctionName, Principal, SourceArn } = Properties;
      return [{ service: Principal, action: Action, resource: read(FunctionName), because: SourceArn ? read(SourceArn) : null }];
    }
    if (!['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].includes(Type)) return [];
    const statements: readonly RawStatement[] = Properties.PolicyDocument.Statement;
    return statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Principal, Resource, Condition = {} }) => {
        const source = Object.values(Condition).find((test) => 'aws:SourceArn' in test)?.['aws:SourceArn'];
        const because = source === undefined ? null : read(source);
        return [Action].flat().map((action) => ({ service: Principal.Service, action, resource: read(Resource), because }));
      });
  });
}

/** Whether what is given covers what is needed. */
export const covers = (gift: Invitation, need: Invitation): boolean =>
  gift.service === need.service &&
  gift.action === need.action &&
  gift.resource === need.resource &&
  (gift.because === null || fits(gift.because, need.because ?? ''));

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
}
interface RawStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: { readonly Service: string };
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** `integrations/<logical id>`. */
const integrationOf = (target: { readonly 'Fn::Join': [string, readonly (string | { readonly Ref: string })[]] }): string =>
  target['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : part.Ref)).join('');
