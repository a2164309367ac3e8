import { join } from 'node:path';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Observation, ServiceStatus } from '../../orchestrator/ports/world.ts';
import { listen } from '../network/listener.ts';
import { answerParent } from '../process/parent.ts';
import { everyRound } from '../rounds.ts';
import { makeBalancer } from './balancer.ts';
import { openBucket } from './bucket.ts';
import { bucketApi } from './bucket-api.ts';
import { controlApi } from './control.ts';
import { type Database, openDatabase } from './database.ts';
import { type Drills, openDrills } from './drills.ts';
import { openFlagBucket } from './flag-bucket.ts';
import { type Instance, openInstance } from './instance.ts';
import type { Condition, RegionOptions } from './options.ts';
import { openRecordsCopy } from './records-copy.ts';
import { startServices } from './services.ts';

/** Each minute on AWS, by the pace of the lab. */
const WAKE_EVERY_MS = 1_200;

/** What a Region's process tells about itself, with no network in between. */
export interface RegionLook {
  /** Null while the database does not answer. */
  readonly database: Observation | null;
  readonly services: Readonly<Record<string, ServiceStatus>>;
  readonly backlog: number;
}

/** What a Region's process can be asked to do once it is open. */
interface Open {
  look(): Promise<RegionLook>;
  setCondition(condition: Condition): void;
  setFlagLost(lost: boolean): void;
}

let open: Open | undefined;
let database: Database | undefined;
let drills: Drills | undefined;

const opened = (): Open => {
  if (open === undefined) throw new Error('The Region is not open yet.');
  return open;
};
const stopServer = async (): Promise<void> => {
  await drills?.stop();
  await database?.stop();
};

answerParent(
  {
    open: async (options: RegionOptions) => {
      open = await openRegion(options);
    },
    'start-database': async (): Promise<boolean> => (await database?.start()) ?? false,
    look: () => opened().look(),
    'set-condition': (condition: Condition) => opened().setCondition(condition),
    'set-flag-lost': (lost: boolean) => opened().setFlagLost(lost),
    stop: stopServer,
  },
  stopServer,
);

async function openRegion(options: RegionOptions): Promise<Open> {
  const { ports, folder, region } = options;
  const bucket = await openBucket(join(folder, 'bucket'), options.otherBucket);
  const records = openRecordsCopy(options.records, options.application.id);
  const home = { region, recordedWriter: records.recordedWriter };
  const instance = openInstance(options, home);
  const ownDatabase = openDatabase(options, instance);
  database = ownDatabase;
  const held = openDrills(options, home);
  drills = held;
  const services = await startServices(options);
  let condition: Condition = 'healthy';
  let flagLost = false;

  const balancer = makeBalancer(region, services);
  const control = controlApi({
    instance,
    database: ownDatabase,
    services,
    bucket,
    drills: held,
    isFrozen: () => condition === 'frozen',
  });
  const [controlEnd, fromControl, flag] = await Promise.all([
    listen(ports.control, control),
    listen(ports.balancerFromControl, balancer),
    openFlagBucket(folder, ports.flag),
    listen(ports.balancer, balancer),
    listen(ports.store, bucketApi(bucket)),
  ]);
  const apply = (): void => {
    const reachable = condition !== 'cut-off';
    for (const end of [controlEnd, fromControl, bucket, records]) end.setReachable(reachable);
    flag.setReachable(reachable && !flagLost);
    flag.setFrozen(condition === 'frozen');
  };
  keepWaking(instance);
  return {
    look: async () => ({
      database: await instance.askAgent({ ask: 'observe' }).then(
        (seen) => seen as Observation,
        () => null,
      ),
      services: services.look(),
      backlog: bucket.backlog(),
    }),
    setCondition: (now) => {
      condition = now;
      apply();
    },
    setFlagLost: (lost) => {
      flagLost = lost;
      apply();
    },
  };
}

/** Wakes the agent for as long as the Region lives; a database that does not answer is asked again. */
function keepWaking(instance: Instance): void {
  const log = (line: object): void => void process.stderr.write(`${JSON.stringify(line)}\n`);
  everyRound(WAKE_EVERY_MS, 'The agent', log, async () => {
    await instance.askAgent({ ask: 'wake' }).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
    });
  });
}
