import { RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { machineName } from '../../orchestrator/aws/workflow.ts';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import { toAsl } from '../../orchestrator/workflow/to-asl.ts';
import { acknowledge } from './acknowledge.ts';

/** What a plan's state machine is made of. */
export interface PlanMachineProps {
  readonly plan: Plan;
  /** Every Lambda that the plan's states call, by their names in the definition. */
  readonly functions: readonly IFunction[];
}

/** The Standard state machine of one plan: the generated definition as it is, logged and traced. */
export class PlanMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { plan, functions }: PlanMachineProps) {
    super(scope, id);
    const name = machineName(plan.id);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(toAsl(plan))),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    this.machine.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['lambda:InvokeFunction'],
        resources: functions.map(({ functionArn }) => functionArn),
      }),
    );
    acknowledge(this.machine, 'AwsSolutions-IAM5', {
      'Resource::*': 'Log deliveries and X-Ray segments take no resource: neither service has an ARN to name here.',
    });
  }
}
