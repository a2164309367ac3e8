import { RemovalPolicy } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The one path of the bot: commands, buttons and forms. */
export const SLACK_PATH = '/slack/events';
/** Requests a second that are let through, and how many may come at once: many times what people click. */
const RATE = 20;
const BURST = 40;

/** The HTTP API that Slack posts to. */
export class SlackApi extends Construct {
  readonly api: HttpApi;
  /** Such as https://a1b2c3d4e5.execute-api.us-east-2.amazonaws.com/slack/events: what the Slack app's manifest asks for. */
  readonly requestUrl: string;

  constructor(scope: Construct, id: string, bot: IFunction) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: 'dr-slack', description: 'Slack to the bot.', createDefaultStage: false });
    const [route] = this.api.addRoutes({
      path: SLACK_PATH,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Bot', bot),
    });
    const log = new LogGroup(this, 'Log', {
      logGroupName: '/aws/vendedlogs/apis/dr-slack',
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: RATE, burstLimit: BURST },
      accessLogSettings: { destination: new LogGroupLogDestination(log) },
    });
    this.requestUrl = `${this.api.apiEndpoint}${SLACK_PATH}`;
    if (route !== undefined) {
      acknowledge(route, 'AwsSolutions-APIG4', {
        '': "Slack signs its requests and cannot log in; the bot's front checks time, signature and novelty before it reads a byte.",
      });
    }
  }
}
