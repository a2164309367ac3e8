import { describe, expect, it } from 'vitest';
import { sfnWorkflow } from '../../orchestrator/aws/workflow.ts';
import { done } from '../../orchestrator/domain/answer.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { broken, json, jsonFault, type Script, scriptedAws } from './scripted-aws.ts';
import { config, control, dr, primary } from './shop.ts';

const run: Run = {
  id: 'DR-42',
  application: 'shop',
  plan: 'failover',
  epoch: 3,
  from: primary,
  to: dr,
  requestedBy: { id: 'U0REQUESTER', via: 'slack' },
  reason: 'the Region is down',
  requestedAt: 1,
  result: null,
  closedAt: null,
};

function workflowOf(script: Script) {
  const aws = scriptedAws(script);
  return { aws, workflow: sfnWorkflow({ config, connection: aws.connection }) };
}

describe('the workflow on Step Functions', () => {
  it('starts an execution named after the run, in the control Region', async () => {
    const { aws, workflow } = workflowOf({ StartExecution: () => json({ executionArn: 'arn', startDate: 1 }) });
    await workflow.start(run);
    const [asked] = aws.asked;
    expect(asked?.region).toBe(control);
    expect(asked?.input).toMatchObject({
      stateMachineArn: `arn:aws:states:${control}:123456789012:stateMachine:dr-failover`,
      name: 'DR-42',
    });
    expect(JSON.parse(String(asked?.input.input))).toEqual({ run: 'DR-42', caught: null });
  });

  it('is started already when the name is taken', async () => {
    const { workflow } = workflowOf({ StartExecution: () => jsonFault(400, 'ExecutionAlreadyExists') });
    await expect(workflow.start(run)).resolves.toBeUndefined();
  });

  it('completes a token with the answer as it is', async () => {
    const { aws, workflow } = workflowOf({ SendTaskSuccess: () => json({}) });
    await workflow.complete('token', done('It is done.'));
    expect(aws.asked[0]?.input).toMatchObject({ taskToken: 'token', output: JSON.stringify(done('It is done.')) });
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('lets a token go that ended with %s', async (name) => {
    const { workflow } = workflowOf({ SendTaskSuccess: () => jsonFault(400, name) });
    await expect(workflow.complete('token', { status: 'retry' })).resolves.toBeUndefined();
  });

  it.each([
    ['RUNNING', 'running'],
    ['PENDING_REDRIVE', 'running'],
    ['SUCCEEDED', 'ended'],
    ['FAILED', 'ended'],
    ['TIMED_OUT', 'ended'],
    ['ABORTED', 'ended'],
  ])('that Step Functions calls %s is %s', async (status, state) => {
    const { aws, workflow } = workflowOf({ DescribeExecution: () => json({ status }) });
    expect(await workflow.state(run)).toBe(state);
    expect(aws.asked[0]?.input).toEqual({
      executionArn: `arn:aws:states:${control}:123456789012:execution:dr-failover:DR-42`,
    });
  });

  it('is absent where no execution has the name', async () => {
    const { workflow } = workflowOf({ DescribeExecution: () => jsonFault(400, 'ExecutionDoesNotExist') });
    expect(await workflow.state(run)).toBe('absent');
  });

  // https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html
  it.each([
    ['is throttled', Unavailable, () => jsonFault(400, 'ThrottlingException', 'Rate exceeded')],
    ['is out of reach', Unavailable, broken],
    ['has no such machine', Refused, () => jsonFault(400, 'StateMachineDoesNotExist')],
    ['does not allow it', Refused, () => jsonFault(400, 'AccessDeniedException')],
  ])('says so when Step Functions %s', async (_, kind, answer) => {
    const { workflow } = workflowOf({ StartExecution: answer, SendTaskSuccess: answer, DescribeExecution: answer });
    await expect(workflow.start(run)).rejects.toThrow(kind);
    await expect(workflow.complete('token', { status: 'retry' })).rejects.toThrow(kind);
    await expect(workflow.state(run)).rejects.toThrow(kind);
  });
});
