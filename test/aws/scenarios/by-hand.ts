import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { flagKey } from '../../../orchestrator/aws/flags.ts';
import { machineName } from '../../../orchestrator/aws/workflow.ts';
import type { PlanId } from '../../../orchestrator/domain/plan.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';

/** How many promotions RDS was asked for. */
export const promotionsOf = ({ gateway }: Cloud): number =>
  gateway.calls.filter(({ action }) => action === 'rds:PromoteReadReplica').length;

/** How many calls a function of the control plane has made. */
export const callsOf = ({ gateway }: Cloud, id: string): number =>
  gateway.calls.filter(({ caller }) => caller === functionName(id)).length;

/** The Region of a flag bucket. */
export type Flag = 'dr' | 'control';

/** What a flag object says. */
export function flag({ aws, config, application }: Cloud, side: Flag): Promise<string> {
  return aws.rest('s3', config.regions[side], 'GET', `/${platformOnAws(config).flagBuckets[side]}/${flagKey(application.id)}`);
}

/** Invokes a function of the control plane as its trigger does. */
export async function invoke(cloud: Cloud, id: string, event: object): Promise<string> {
  const path = `/2015-03-31/functions/${functionName(id)}/invocations`;
  return cloud.aws.rest('lambda', cloud.config.regions.control, 'POST', path, JSON.stringify(event));
}

/** What EventBridge sends to the functions of each minute, by their ids, but for the watch, which takes most of a minute. */
export const EACH_MINUTE = [
  ['sweeper', {}],
  ['reconciler', {}],
  ['reporter', { 'detail-type': 'Scheduled Event' }],
] as const;

/** Has EventBridge forget a rule, or go by it again: that executions are over, or that a minute is. */
export async function setRule(
  { aws, config }: Cloud,
  action: 'DisableRule' | 'EnableRule',
  rule: 'dr-execution-ended' | 'dr-each-minute',
): Promise<void> {
  await aws.json('events', config.regions.control, `AWSEvents.${action}`, { Name: rule });
}

/** Stops the execution of a run, as an operator of Step Functions could. */
export async function stopExecution({ aws, config }: Cloud, run: string, plan: PlanId = 'failover'): Promise<void> {
  const executionArn = `arn:aws:states:${config.regions.control}:${config.aws?.account}:execution:${machineName(plan)}:${run}`;
  await aws.json('states', config.regions.control, 'AWSStepFunctions.StopExecution', { executionArn });
}

/** Time that nobody waits for: the approval of a run expires now. */
export async function letExpire(cloud: Cloud, run: string): Promise<void> {
  const TableName = cloud.config.aws?.table;
  const { control } = cloud.config.regions;
  const found = await cloud.aws.json('dynamodb', control, 'DynamoDB_20120810.Scan', {
    TableName,
    FilterExpression: 'id = :id and run = :run',
    ExpressionAttributeValues: { ':id': { S: 'approval.1' }, ':run': { S: run } },
  });
  const [question] = found.Items as readonly { readonly pk: object; readonly sk: object }[];
  await cloud.aws.json('dynamodb', control, 'DynamoDB_20120810.UpdateItem', {
    TableName,
    Key: { pk: question?.pk, sk: question?.sk },
    UpdateExpression: 'set expiresAt = :now',
    ExpressionAttributeValues: { ':now': { N: String(Date.now()) } },
  });
}
