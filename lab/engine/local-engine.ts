import { randomUUID } from 'node:crypto';
import { StateMachine } from 'aws-local-stepfunctions';
import type { Answer, Retry } from '../../orchestrator/domain/answer.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { stepIdOf } from '../../orchestrator/domain/plan.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { answerCall, type Call } from '../../orchestrator/lambdas/entry.ts';
import { finalize } from '../../orchestrator/lambdas/finalize.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Workflow } from '../../orchestrator/ports/workflow.ts';
import type { Stage } from '../../orchestrator/stage.ts';
import { toAsl } from '../../orchestrator/workflow/to-asl.ts';
import { taskNames } from './task-names.ts';

type Reply = Answer | Retry;

/** Before an unexpected error is tried again; a second on AWS, at the lab's fiftieth of the time. */
const RETRY_MS = 20;

const GONE = 'The state machines have ended.';

/** Step Functions in this process: the generated state machines, with task tokens of its own. */
export interface LocalEngine extends Workflow {
  /** Starts every open run again; rows that are done answer from the journal. */
  resume(): Promise<void>;
  /** Ends all executions where they are, as a crash would. */
  stop(): void;
}

/** `stageOf` is asked late, because the stage holds this engine; it hears which function would be called on AWS. */
export function localEngine(stageOf: (called: string) => Stage): LocalEngine {
  const executions = new Map<string, { abort(): void; ended: boolean }>();
  const waiting = new Map<string, (reply: Reply) => void>();
  let isStopped = false;

  async function handle(call: { Payload: Call }): Promise<unknown> {
    const { Payload } = call;
    const stage = stageOf(functionOf(Payload));
    if (!('waitsFor' in Payload)) return { Payload: await answerCall(stage, Payload) };
    const token = randomUUID();
    const reply = new Promise<Reply>((resolve) => waiting.set(token, resolve));
    await answerCall(stage, { ...Payload, token });
    return reply;
  }

  function execute(run: Run): void {
    const machine = toAsl(plans[run.plan]);
    const names = taskNames(machine);
    const stateMachine = new StateMachine(structuredClone(machine) as never, { validationOptions: { noValidate: true } });
    const execution = stateMachine.run(
      { run: run.id, caught: null },
      {
        noThrowOnAbort: true,
        context: { Task: { Token: '' } } as never,
        overrides: {
          taskResourceLocalHandlers: Object.fromEntries(names.tasks.map((name) => [name, handle as never])),
          retryIntervalOverrides: Object.fromEntries(names.tasks.map((name) => [name, RETRY_MS])),
          waitTimeOverrides: Object.fromEntries(names.waits.map((name) => [name, 0])),
        },
      },
    );
    const entry = { abort: execution.abort, ended: false };
    executions.set(run.id, entry);
    void settle(run, execution.result).finally(() => {
      entry.ended = true;
    });
  }

  /** An execution that dies outside any step is ended here, as the finalizer does on AWS; what fails, the sweeper repeats. */
  async function settle(run: Run, result: Promise<unknown>): Promise<void> {
    try {
      await result;
    } catch {
      await finalize(stageOf('finalizer'), run.id).catch(() => undefined);
    }
  }

  return {
    async start(run) {
      if (!isStopped && !executions.has(run.id)) execute(run);
    },
    async complete(token, answer) {
      if (isStopped) throw new Unavailable(GONE);
      waiting.get(token)?.(answer);
      waiting.delete(token);
    },
    async state(run) {
      if (isStopped) throw new Unavailable(GONE);
      const execution = executions.get(run.id);
      if (execution === undefined) return 'absent';
      return execution.ended ? 'ended' : 'running';
    },
    async resume() {
      for (const run of await stageOf('sweeper').records.journal.open()) await this.start(run);
    },
    stop() {
      isStopped = true;
      for (const execution of executions.values()) execution.abort();
    },
  };
}

/** The id of the function that a state machine on AWS calls. */
function functionOf(call: Call): string {
  if (!('row' in call)) return 'close';
  return 'waitsFor' in call && call.waitsFor === 'decision' ? 'decision' : stepIdOf(call.row);
}
