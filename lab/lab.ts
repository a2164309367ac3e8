import { dynamoRecords } from '../orchestrator/aws/records/dynamo-records.ts';
import { type RunView, toRunView } from '../orchestrator/domain/run-view.ts';
import { plans } from '../orchestrator/plans/plans.ts';
import type { Records } from '../orchestrator/ports/records.ts';
import { freePort } from './process/free-port.ts';
import { labDynamoClient, TABLE } from './records/start.ts';
import { type LocalSlack, startSlack } from './slack/local-slack.ts';
import { type Supervisor, supervise } from './supervisor.ts';
import type { LabView, Switch } from './view.ts';
import { type LabWorld, startWorld, type WorldOptions } from './world.ts';

/** The whole lab: the world, a Slack workspace, and the platform between them. */
export interface Lab {
  readonly world: LabWorld;
  readonly slack: LocalSlack;
  readonly platform: Supervisor;
  /** The platform's records, read past the platform. */
  readonly records: Records;
  view(): Promise<LabView>;
  flip(change: Switch): Promise<void>;
  /** The newest run of the application, folded from its journal; null before the first. */
  newestRun(): Promise<RunView | null>;
  stop(): Promise<void>;
}

/** Starts everything; ready when the platform answers Slack. */
export async function startLab(options: WorldOptions = {}): Promise<Lab> {
  const [world, slack, port] = await Promise.all([startWorld(options), startSlack(), freePort()]);
  const addresses = world.addresses({ api: slack.apiUrl, botToken: slack.botToken, signingSecret: slack.signingSecret }, port);
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  const platform = await supervise(addresses, world.config);
  const records = dynamoRecords(labDynamoClient(addresses.records), TABLE);

  const newestRun = async (): Promise<RunView | null> => {
    const [run] = await records.journal.recent(world.application.id, 1);
    return run === undefined ? null : toRunView(plans[run.plan], await records.journal.read(run.id));
  };

  return {
    world,
    slack,
    platform,
    records,
    newestRun,
    view: async () => {
      const [seen, run] = await Promise.all([world.view(), newestRun()]);
      const plan = plans[run?.run.plan ?? 'failover'];
      return { ...seen, platform: { up: platform.isUp(), restarts: platform.restarts() }, run, plan };
    },
    flip: (change) => (change.do === 'kill-platform' ? platform.kill() : world.flip(change)),
    stop: async () => {
      await platform.stop();
      await slack.stop();
      await world.stop();
    },
  };
}
