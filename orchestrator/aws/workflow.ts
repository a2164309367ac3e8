import { DescribeExecutionCommand, SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Config } from '../config.ts';
import { PLAN_IDS, type PlanId } from '../domain/plan.ts';
import type { Run } from '../domain/run.ts';
import type { Workflow } from '../ports/workflow.ts';
import { platformOnAws } from './deployment.ts';
import { askFor, unless } from './errors.ts';
import { type Connection, PATIENCE_WITH_PEOPLE } from './patience.ts';
import type { Permission, PermissionsOf } from './permissions.ts';

/** The name of a plan's state machine. */
export const machineName = (plan: PlanId): string => `dr-${plan}`;

const WHAT = 'Step Functions';

/** Step Functions in the control Region, with one Standard state machine for each plan. */
export function sfnWorkflow({
  config,
  connection = {},
}: {
  readonly config: Config;
  readonly connection?: Connection;
}): Workflow {
  const client = new SFNClient({ region: config.regions.control, ...PATIENCE_WITH_PEOPLE, ...connection });
  return {
    /** The name makes it idempotent: while it runs a second start answers the first, later it is refused. */
    start: async (run) => {
      const input = JSON.stringify({ run: run.id, caught: null });
      const command = new StartExecutionCommand({ stateMachineArn: arn(config, 'stateMachine', run.plan), name: run.id, input });
      await unless(['ExecutionAlreadyExists'], undefined, () => askFor(WHAT, () => client.send(command)));
    },
    complete: async (taskToken, answer) => {
      const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer) });
      const gone = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];
      await unless(gone, undefined, () => askFor(WHAT, () => client.send(command)));
    },
    /** Eventually consistent: a run just started may be `absent` for a moment, and starting it again changes nothing. */
    state: async (run) => {
      const command = new DescribeExecutionCommand({ executionArn: executionArn(config, run) });
      const found = await unless(['ExecutionDoesNotExist'], null, () => askFor(WHAT, () => client.send(command)));
      if (found === null) return 'absent';
      return found.status === 'RUNNING' || found.status === 'PENDING_REDRIVE' ? 'running' : 'ended';
    },
  };
}

const executionArn = (config: Config, { plan, id }: Run): string => `${arn(config, 'execution', plan)}:${id}`;

function arn(config: Config, kind: 'stateMachine' | 'execution', plan: PlanId): string {
  return `arn:aws:states:${config.regions.control}:${platformOnAws(config).account}:${kind}:${machineName(plan)}`;
}

const on = (kind: 'stateMachine' | 'execution', action: string, suffix: string): readonly Permission[] => [
  { actions: [action], resources: (config) => PLAN_IDS.map((plan) => `${arn(config, kind, plan)}${suffix}`) },
];

/**
 * What the workflow's methods need. A task token is answered on its state machine: the Service Authorization Reference names
 * no resource for that, but AWS compares with this one: https://github.com/aws/aws-cdk/pull/8486
 */
export const workflowPermissions: PermissionsOf<Workflow> = {
  start: on('stateMachine', 'states:StartExecution', ''),
  complete: on('stateMachine', 'states:SendTaskSuccess', ''),
  state: on('execution', 'states:DescribeExecution', ':*'),
};
