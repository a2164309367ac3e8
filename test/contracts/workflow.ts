import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import type { Workflow } from '../../orchestrator/ports/workflow.ts';

/** An engine under test, and the platform whose state machines it carries out. */
export interface WorkflowHarness {
  readonly workflow: Workflow;
  readonly records: Pick<Records, 'questions'>;
  /** Whether a run has left a task token with its approval. */
  isWaiting(run: string): Promise<boolean>;
  /** Asks for a failover that can be approved, and keeps it from being started. */
  request(): Promise<Run>;
  /** Waits until the condition holds; rejects with `what` when it never does. */
  until(what: string, condition: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

/** The only approval of a run whose facts do not change. */
const APPROVAL = 'approval.1';

/** What every implementation of `Workflow` holds. */
export function describeWorkflow(name: string, makeHarness: () => Promise<WorkflowHarness>): void {
  describe(`the workflow on ${name}`, () => {
    let harness: WorkflowHarness;
    beforeAll(async () => {
      harness = await makeHarness();
    });
    afterAll(() => harness.stop());

    it('starts a run once, waits where people are asked, is woken by a token once, and stays ended', async () => {
      const { workflow, records, request, until } = harness;
      const run = await request();
      expect(await workflow.state(run)).toBe('absent');

      for (let times = 0; times < 2; times++) await workflow.start(run);
      const isIn = (state: string) => async (): Promise<boolean> => (await workflow.state(run)) === state;
      await until(`${run.id} runs`, isIn('running'));
      await until(`${run.id} waits for its approval`, () => harness.isWaiting(run.id));
      await records.questions.settle(run.id, APPROVAL, 'denied', Date.now());
      const [{ token } = { token: '' }, ...others] = await records.questions.undelivered(run.id);
      expect(others).toEqual([]);
      expect(await workflow.state(run)).toBe('running');

      await workflow.complete(token, { status: 'working', why: 'decided' });
      await until(`${run.id} ends`, isIn('ended'));
      await workflow.complete(token, { status: 'working', why: 'decided' });
      await workflow.start(run);
      expect(await workflow.state(run)).toBe('ended');
    });

    it('does not mind a token that nobody waits with', async () => {
      await expect(harness.workflow.complete('nobody-waits-with-this', { status: 'retry' })).resolves.toBeUndefined();
    });
  });
}
