import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** Starts Lambdas each minute. What fails, or comes late, is not repeated: the next minute is. */
export class EachMinute extends Construct {
  constructor(scope: Construct, id: string, functions: readonly IFunction[]) {
    super(scope, id);
    new Rule(this, 'Rule', {
      ruleName: 'dr-each-minute',
      description: 'Starts what has to happen each minute.',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: functions.map((each) => new LambdaFunction(each, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })),
    });
    for (const each of functions) each.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  }
}
