import { until } from '../../../lab/headless/until.ts';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { sfnWorkflow } from '../../../orchestrator/aws/workflow.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import { describeWorkflow, type WorkflowHarness } from '../../contracts/workflow.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { unavailable } from './answers.ts';
import { setRule } from './by-hand.ts';
import { request } from './people.ts';

const PATIENCE_MS = 90_000;

/** The contract of the engine, on the deployed state machines. */
export function engine(cloudOf: () => Cloud): void {
  describeWorkflow('the deployed state machines', async () => harnessOf(cloudOf()));
}

async function harnessOf(cloud: Cloud): Promise<WorkflowHarness> {
  await cloud.renew();
  // The sweeper would start what is kept from starting.
  await setRule(cloud, 'DisableRule', 'dr-each-minute');
  const credentials = { accessKeyId: platformOnAws(cloud.config).account, secretAccessKey: 'emulated' };
  return {
    workflow: sfnWorkflow({ config: cloud.config, connection: { endpoint: cloud.gateway.url, credentials } }),
    records: cloud.records,
    isWaiting: async (run) =>
      cloud.gateway.calls
        .filter(({ action, caller }) => action === 'dynamodb:UpdateItem' && caller === functionName('approval'))
        .some(({ parameters }) =>
          [run.toLowerCase(), 'tokens'].every((part) => JSON.stringify(parameters).toLowerCase().includes(part)),
        ),
    request: async () => {
      cloud.gateway.interrupt(({ action, caller }) =>
        action === 'states:StartExecution' && caller === functionName('bot') ? unavailable : null,
      );
      const { run } = await request(cloud, 'failover shop override the contract');
      cloud.gateway.interrupt(null);
      return run;
    },
    until: (what, condition) => until(what, PATIENCE_MS, async () => ((await condition()) ? true : null)).then(() => {}),
    stop: () => setRule(cloud, 'EnableRule', 'dr-each-minute'),
  };
}
