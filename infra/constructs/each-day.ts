import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * Starts Lambdas each day at 06:00 UTC, when Cost Explorer has had some hours for the day before. They may be started twice:
 * EventBridge and Lambda try again what failed.
 */
export class EachDay extends Construct {
  constructor(scope: Construct, id: string, functions: readonly IFunction[]) {
    super(scope, id);
    new Rule(this, 'Rule', {
      ruleName: 'dr-each-day',
      description: 'Starts what has to happen each day.',
      schedule: Schedule.cron({ hour: '6', minute: '0' }),
      targets: functions.map((each) => new LambdaFunction(each)),
    });
  }
}
