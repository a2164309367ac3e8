import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: targets of one rule. */
const MOST = 5;

/** What is started each minute. */
export interface EachMinuteProps {
  /** The rule's name. */
  readonly name: string;
  readonly description: string;
  /** Functions, and what each is told; EventBridge's own event when absent. */
  readonly starts: readonly { readonly function: IFunction; readonly event?: object }[];
}

/** Starts Lambdas each minute. What fails, or comes late, is not repeated: the next minute is. */
export class EachMinute extends Construct {
  constructor(scope: Construct, id: string, { name, description, starts }: EachMinuteProps) {
    super(scope, id);
    if (starts.length > MOST)
      throw new Error(`The rule ${name} has ${starts.length} targets, and EventBridge takes ${MOST}: make a second EachMinute.`);
    const once = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };
    new Rule(this, 'Rule', {
      ruleName: name,
      description,
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: starts.map(
        ({ function: started, event }) =>
          new LambdaFunction(started, { ...once, ...(event && { event: RuleTargetInput.fromObject(event) }) }),
      ),
    });
    for (const { function: started } of starts) started.configureAsyncInvoke(once);
  }
}
