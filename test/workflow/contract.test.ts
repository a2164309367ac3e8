import { sfnWorkflow } from '../../orchestrator/aws/workflow.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import { json, jsonFault, type Script, scriptedAws } from '../aws-ports/scripted-aws.ts';
import { describeWorkflow, type WorkflowHarness } from '../contracts/workflow.ts';
import { type Rehearsal, rehearse, rosa } from '../scenarios/rehearsal.ts';

/** The lab's engine, with the in-memory world in its state machines. */
const makeLocal = async (): Promise<WorkflowHarness> => harnessOf(noticing());

/** The platform on the in-memory world, and the tokens that its runs left, by run. */
function noticing(): Noticing {
  const tokens = new Map<string, string>();
  const rehearsal = rehearse({
    records: (records) => ({
      ...records,
      questions: {
        ...records.questions,
        attach: async (run, id, token) => {
          await records.questions.attach(run, id, token);
          tokens.set(run, token);
        },
      },
    }),
  });
  return { rehearsal, tokens };
}
interface Noticing {
  readonly rehearsal: Rehearsal;
  readonly tokens: Map<string, string>;
}

function harnessOf({ rehearsal, tokens }: Noticing, workflow = rehearsal.stage.workflow): WorkflowHarness {
  const { stage, records } = rehearsal;
  const unstarted = recoveryOn({ ...stage, workflow: { ...workflow, start: async () => {} } });
  return {
    workflow,
    records,
    isWaiting: async (run) => tokens.has(run),
    request: () => unstarted.begin({ application: 'shop', plan: 'failover', reason: 'the contract', by: rosa }),
    until: async (what, condition) => {
      for (let turns = 0; turns < 20_000; turns++) {
        if (await condition()) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`It did not come to pass that ${what}.`);
    },
    stop: async () => {},
  };
}

/** Step Functions' API with the lab's engine behind it. */
async function makeStepFunctions(): Promise<WorkflowHarness> {
  const noticed = noticing();
  const { rehearsal, tokens } = noticed;
  const { stage, records } = rehearsal;
  const runNamed = async (name: string) => {
    const run = await records.journal.run(name);
    if (run === null) throw new Error(`There is no run ${name}.`);
    return run;
  };
  const script: Script = {
    // https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html: idempotent while it runs
    StartExecution: async ({ input }) => {
      const run = await runNamed(String(input.name));
      if ((await stage.workflow.state(run)) === 'ended') return jsonFault(400, 'ExecutionAlreadyExists');
      await stage.workflow.start(run);
      return json({ executionArn: `execution:dr-failover:${run.id}`, startDate: 1 });
    },
    DescribeExecution: async ({ input }) => {
      const state = await stage.workflow.state(await runNamed(String(input.executionArn).split(':').at(-1) ?? ''));
      if (state === 'absent') return jsonFault(400, 'ExecutionDoesNotExist');
      return json({ status: state === 'running' ? 'RUNNING' : 'SUCCEEDED' });
    },
    // https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html: a task that is closed is TaskTimedOut
    SendTaskSuccess: async ({ input }) => {
      const [run] = [...tokens].find(([, token]) => token === input.taskToken) ?? [];
      if (run === undefined) return jsonFault(400, 'TaskTimedOut');
      tokens.delete(run);
      await stage.workflow.complete(String(input.taskToken), JSON.parse(String(input.output)));
      return json({});
    },
  };
  const { connection } = scriptedAws(script);
  return harnessOf(noticed, sfnWorkflow({ config: stage.config, connection }));
}

describeWorkflow('the engine of the lab', makeLocal);
describeWorkflow('Step Functions', makeStepFunctions);
