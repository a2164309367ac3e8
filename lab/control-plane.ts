import type { Config } from '../orchestrator/config.ts';
import { oneForEach } from '../orchestrator/lambdas/one-for-each.ts';
import { sweep } from '../orchestrator/lambdas/sweep.ts';
import type { Directory } from '../orchestrator/ports/directory.ts';
import type { Records } from '../orchestrator/ports/records.ts';
import { reconcile } from '../orchestrator/reconcile.ts';
import { rehearse } from '../orchestrator/rehearse.ts';
import type { Stage } from '../orchestrator/stage.ts';
import { watch } from '../orchestrator/watch.ts';
import type { Addresses, Place } from './addresses.ts';
import { localEngine } from './engine/local-engine.ts';
import { labPace } from './pace.ts';
import { wallClock } from './ports/clock.ts';
import { labWorld } from './ports/lab-world.ts';
import { everyRound } from './rounds.ts';

/** What the platform is without its bot: state machines, watch, reconciler, sweeper and dry runs. */
export interface ControlPlane {
  readonly stage: Stage;
  /** Ends everything where it is, as a crash would. */
  stop(): void;
}

export interface ControlPlaneOptions {
  readonly addresses: Place & Pick<Addresses, 'others'>;
  readonly config: Config;
  readonly records: Records;
  readonly directory: Directory;
  /** Hears of a round that failed. */
  readonly log: Parameters<typeof everyRound>[2];
  /** Epoch ms. */
  readonly now: () => number;
  /** How long an answer of a Region is waited for; the lab's own where nobody says another. */
  readonly patienceMs?: number;
}

/** Between two looks whether a dry run is due: one that failed is made again. */
const REHEARSE_MS = 10_000;

/** Starts it on the lab's two Regions, and goes on with every run that is open. */
export async function startControlPlane({
  addresses,
  config,
  log,
  patienceMs,
  ...given
}: ControlPlaneOptions): Promise<ControlPlane> {
  const engine = localEngine(() => stage);
  const clock = { ...wallClock, now: given.now };
  const stage: Stage = {
    ...given,
    config,
    worldOf: oneForEach((application) => {
      const place = addresses.others[application.id] ?? addresses;
      return { ...labWorld(place, application, config.regions, patienceMs), clock };
    }),
    workflow: engine,
    pace: labPace,
    sleep: wallClock.sleep,
  };
  await engine.resume();
  const misses = new Map<string, number>();
  const rounds = [
    everyRound(labPace.watch, 'The watch', log, () => watch(stage, misses)),
    everyRound(labPace.reconcile, 'The fence reconciler', log, () => reconcile(stage)),
    everyRound(labPace.sweep, 'The sweeper', log, () => sweep(stage)),
    everyRound(REHEARSE_MS, 'The daily dry run', log, () => rehearse(stage)),
  ];
  return {
    stage,
    stop: () => {
      engine.stop();
      for (const round of rounds) round.stop();
    },
  };
}
