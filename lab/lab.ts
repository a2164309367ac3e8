import { dynamoRecords } from '../orchestrator/aws/records/dynamo-records.ts';
import { type RunView, toRunView } from '../orchestrator/domain/run-view.ts';
import { plans } from '../orchestrator/plans/plans.ts';
import type { Records } from '../orchestrator/ports/records.ts';
import { projectConfig, withApplications } from './applications.ts';
import { freePort } from './process/free-port.ts';
import { labDynamoClient, TABLE } from './records/start.ts';
import { type LocalSlack, startSlack } from './slack/local-slack.ts';
import { type Supervisor, supervise } from './supervisor.ts';
import type { LabView, Switch } from './view.ts';
import { type LabWorld, startWorld, type WorldOptions } from './world.ts';

/** How a lab is started; everything has a default. */
export interface LabOptions extends Omit<WorldOptions, 'application' | 'records'> {
  /** Which applications of dr.yml, each in Regions of its own; what dr.yml does not name is like its first. Default: its first. */
  readonly applications?: readonly string[];
}

/** The whole lab: the world of each application, a Slack workspace, and the platform between them. */
export interface Lab {
  /** That of the first application. */
  readonly world: LabWorld;
  readonly worlds: readonly LabWorld[];
  readonly slack: LocalSlack;
  readonly platform: Supervisor;
  /** The platform's records, read past the platform. */
  readonly records: Records;
  view(): Promise<LabView>;
  /** Does it to every application's. */
  flip(change: Switch): Promise<void>;
  /** The newest run of an application, the first unless told otherwise, folded from its journal; null before there is one. */
  newestRun(application?: string): Promise<RunView | null>;
  stop(): Promise<void>;
}

/** Starts everything; ready when the platform answers Slack. */
export async function startLab({ applications, ...options }: LabOptions = {}): Promise<Lab> {
  const written = options.config ?? (await projectConfig());
  const config = applications === undefined ? written : withApplications(written, applications);
  const [world, slack, port] = await Promise.all([startWorld({ ...options, config }), startSlack(), freePort()]);
  const at = { api: slack.apiUrl, botToken: slack.botToken, signingSecret: slack.signingSecret };
  const own = world.addresses(at, port);
  const others = await Promise.all(
    (applications ?? []).slice(1).map((application) => startWorld({ ...options, config, application, records: own.records })),
  );
  const worlds = [world, ...others];
  const places = others.map((other) => {
    const { regions, flags, dns } = other.addresses(at, port);
    return [other.application.id, { regions, flags, dns }] as const;
  });
  const addresses = { ...own, others: Object.fromEntries(places) };
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  const platform = await supervise(addresses, world.config);
  const records = dynamoRecords(labDynamoClient(addresses.records), TABLE);

  const newestRun = async (application = world.application.id): Promise<RunView | null> => {
    const [run] = await records.journal.recent(application, 1);
    return run === undefined ? null : toRunView(plans[run.plan], await records.journal.read(run.id));
  };

  return {
    ...{ world, worlds },
    slack,
    platform,
    records,
    newestRun,
    view: async () => {
      const [seen, run] = await Promise.all([world.view(), newestRun()]);
      const plan = plans[run?.run.plan ?? 'failover'];
      return { ...seen, platform: { up: platform.isUp(), restarts: platform.restarts() }, run, plan };
    },
    async flip(change) {
      if (change.do === 'kill-platform') return platform.kill();
      await Promise.all(worlds.map((each) => each.flip(change)));
    },
    stop: async () => {
      await platform.stop();
      await slack.stop();
      for (const each of worlds.toReversed()) await each.stop();
    },
  };
}
