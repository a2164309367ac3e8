import { startControlPlane } from '../../lab/control-plane.ts';
import { until } from '../../lab/headless/until.ts';
import { labDynamoClient, TABLE } from '../../lab/records/start.ts';
import { startWorld } from '../../lab/world.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import { nina } from '../scenarios/rehearsal.ts';
import type { Ground } from './ground.ts';

const PATIENCE_MS = 60_000;
/** In which what goes on beside a row that never ends comes to its own end. */
const BESIDE_MS = 2_000;
const STAYS_MS = 15_000;
/** Nothing is cut off here, so that only a machine that is busy makes anything wait. */
const ANSWER_WITHIN_MS = 3_000;
const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };

/** The lab: real PostgreSQL in two Regions, real DNS, the records in DynamoDB's place, and a prober that tries both databases every 10 ms. */
export async function labGround(): Promise<Ground> {
  const world = await startWorld({ users: 0, signals: false });
  const addresses = world.addresses(NO_SLACK, 1);
  const members = new Map([['S0DRAPPROVERS', [nina.id]]]);
  let ahead = 0;
  let passingSince: number | null = null;
  const start = () =>
    startControlPlane({
      addresses,
      config: world.config,
      records: dynamoRecords(labDynamoClient(addresses.records), TABLE),
      directory: { members: async (group) => members.get(group) ?? [] },
      log: () => {},
      now: () => Date.now() + ahead,
      patienceMs: ANSWER_WITHIN_MS,
    });
  let plane = await start();
  let prober: Awaited<ReturnType<typeof world.probe>> | null = null;
  const { primary, dr } = world.config.regions;

  const takesWrites = async (): Promise<readonly Region[]> => {
    const each = [primary, dr].map(async (region) => ((await world.judge.canWriterCommit(region)) ? [region] : []));
    return (await Promise.all(each)).flat();
  };
  /** Nobody takes writes only if that stays so: a session may come too late on a machine that is busy. */
  const writable = async (): Promise<readonly Region[]> => {
    const seen = async () => ((await takesWrites()).length > 0 ? takesWrites() : null);
    return until('A write', STAYS_MS, seen).catch(() => []);
  };
  const view = (run: string): Promise<RunView> => recoveryOn(plane.stage).view(run);
  return {
    get recovery() {
      return recoveryOn(plane.stage);
    },
    get records() {
      return plane.stage.records;
    },
    get stage() {
      return plane.stage;
    },
    until: async (run, what, holds) => {
      const holding = until(`${run}, ${what},`, PATIENCE_MS, async () => {
        const seen = await unlessAway(view(run));
        return seen !== null && holds(seen) ? seen : null;
      });
      return holding.catch(async (error: unknown) => {
        const { phase, rows } = await view(run);
        const states = rows.map(({ id, state, says }) => `${id}: ${state} ${says}`).join('\n');
        throw new Error(`${run} is ${phase}.\n${states}`, { cause: error });
      });
    },
    crash: async () => {
      plane.stop();
      plane = await start();
    },
    pass: (ms) => {
      passingSince ??= Date.now();
      if (Date.now() - passingSince > BESIDE_MS) ahead += ms;
    },
    keepWriting: async (old) => {
      const started = await world.probe();
      prober = started;
      await until('A write of the prober', PATIENCE_MS, async () => {
        const writes = await started.acknowledged();
        return writes.some(({ region }) => region === old) ? true : null;
      });
    },
    truth: async (old, current) => {
      const drills = plane.stage.worldOf(world.application).drills;
      const isClear = until('Nothing is left', PATIENCE_MS, async () =>
        (await drills.leftovers(dr)).length === 0 ? true : null,
      );
      await isClear.catch(() => undefined);
      const acknowledged = (await prober?.acknowledged()) ?? [];
      const arrived = await world.judge.ids(current);
      const first = acknowledged.find(({ region }) => region === current)?.at ?? Number.POSITIVE_INFINITY;
      const ofOld = acknowledged.filter(({ region }) => region === old);
      return {
        overlaps: ofOld.filter(({ at }) => at > first).map(({ at }) => at),
        writable: await writable(),
        missing: ofOld.filter(({ id }) => !arrived?.has(id)).length,
        drills: await drills.leftovers(dr),
      };
    },
    stop: async () => {
      plane.stop();
      await world.stop();
    },
  };
}

/** Null where something does not answer, as on a machine that is busy. */
async function unlessAway<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
}
