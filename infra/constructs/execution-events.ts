import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';

/** Who is told what ended. */
export interface ExecutionEventsProps {
  readonly machines: readonly IStateMachine[];
  readonly finalizer: IFunction;
  readonly deadLetters: DeadLetters;
}

/**
 * Tells the finalizer of every execution that is over. AWS sends these events at best effort, so the sweeper looks as well.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class ExecutionEvents extends Construct {
  constructor(scope: Construct, id: string, { machines, finalizer, deadLetters }: ExecutionEventsProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      ruleName: 'dr-execution-ended',
      description: 'Executions of recovery plans that are over.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: machines.map(({ stateMachineArn }) => stateMachineArn),
        },
      },
      targets: [
        new LambdaFunction(finalizer, {
          retryAttempts: 3,
          maxEventAge: Duration.minutes(10),
          deadLetterQueue: deadLetters.queue,
        }),
      ],
    });
  }
}
