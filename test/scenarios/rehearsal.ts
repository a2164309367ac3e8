import { readFile } from 'node:fs/promises';
import { type LocalEngine, localEngine } from '../../lab/engine/local-engine.ts';
import { type MemoryWorld, type MemoryWorldOptions, memoryWorld } from '../../lab/memory/memory-world.ts';
import { memoryRecords } from '../../lab/memory/records/memory-records.ts';
import { virtualClock } from '../../lab/memory/virtual-clock.ts';
import { type Application, type Config, parseConfig } from '../../orchestrator/config.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { Person } from '../../orchestrator/domain/run.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { oneForEach } from '../../orchestrator/lambdas/one-for-each.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import type { Recovery } from '../../orchestrator/recovery.ts';
import { applicationOf, type Stage } from '../../orchestrator/stage.ts';
import { withinRole } from './within-role.ts';

export const config: Config = parseConfig(await readFile(new URL('../../dr.yml', import.meta.url), 'utf8'));
export const shop = applicationOf(config, 'shop');
export const { primary, dr } = config.regions;

const slackUser = (id: string): Person => ({ id, via: 'slack' });
export const rosa = slackUser('U0REQUESTER');
export const amir = slackUser('U0APPROVER1');
export const nina = slackUser('U0APPROVER2');
export const gus = slackUser('U0GUEST');

/** How people ask, and see what becomes of it. */
export interface Asker {
  readonly recovery: Recovery;
  /** Looks at the run until the condition holds; throws when it does not come to that. */
  until(run: string, what: string, holds: (view: RunView) => boolean): Promise<RunView>;
}

/** The whole platform on the in-memory world, at AWS's pace in virtual time. */
export interface Rehearsal extends Asker {
  readonly world: MemoryWorld;
  /** The world of another application than shop. */
  readonly worldOf: (application: string) => MemoryWorld;
  readonly records: Records;
  readonly stage: Stage;
  /** Ends the platform where it is and starts it again on the same records; `meanwhile` is done while it is down. */
  crash(meanwhile?: () => void): Promise<void>;
}

export interface RehearsalOptions {
  readonly config?: Config;
  /** Wraps the records, for faults and interleavings. */
  readonly records?: (records: Records) => Records;
  /** Awaited before each call of a port of the world. */
  readonly before?: () => Promise<void>;
  /** How long things take; as on AWS unless told otherwise. */
  readonly timing?: MemoryWorldOptions['timing'];
  /** What stands between the platform and the in-memory world of an application; nothing unless told otherwise. */
  readonly through?: (world: MemoryWorld, application: Application) => World;
}

/** Starts a platform over a healthy in-memory world. */
export function rehearse(options: RehearsalOptions = {}): Rehearsal {
  const used = options.config ?? config;
  const clock = virtualClock();
  const stored = memoryRecords();
  const worldOf = oneForEach((application) =>
    memoryWorld({
      recordedWriter: () => stored.claims.recordedWriter(application.id),
      application,
      regions: { primary, dr },
      clock,
      ...(options.before ? { before: options.before } : {}),
      ...(options.timing ? { timing: options.timing } : {}),
    }),
  );
  const through =
    (between: NonNullable<RehearsalOptions['through']>) =>
    (application: Application): World =>
      between(worldOf(application), application);
  const records = (options.records ?? ((same) => same))(stored);
  const members = new Map([['S0DRAPPROVERS', [nina.id]]]);
  const stageOf = (called: string): Stage => ({ ...stage, records: withinRole(called, records) });
  let engine: LocalEngine = localEngine(stageOf);
  const stage: Stage = {
    config: used,
    worldOf: options.through === undefined ? worldOf : oneForEach(through(options.through)),
    records,
    workflow: {
      start: (run) => engine.start(run),
      complete: (token, answer) => engine.complete(token, answer),
      state: (run) => engine.state(run),
    },
    directory: { members: async (group) => members.get(group) ?? [] },
    pace: awsPace,
    now: clock.now,
    sleep: clock.sleep,
  };
  const recovery = recoveryOn(stageOf('bot'));
  return {
    world: worldOf(applicationOf(used, 'shop')),
    worldOf: (id) => worldOf(applicationOf(used, id)),
    records,
    stage,
    recovery,
    async crash(meanwhile = () => {}) {
      engine.stop();
      meanwhile();
      engine = localEngine(stageOf);
      await engine.resume();
    },
    async until(run, what, holds) {
      for (let turns = 0; turns < 20_000; turns++) {
        const view = await recovery.view(run);
        if (holds(view)) return view;
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { rows, phase } = await recovery.view(run);
      const states = rows.map(({ id, state, says }) => `${id}: ${state} ${says}`).join('\n');
      throw new Error(`${run} never came to "${what}"; it is ${phase}.\n${states}`);
    },
  };
}

/** Requests a plan as Rosa, a failover unless told otherwise, and waits for its approval card. */
export async function requested(
  { recovery, until }: Asker,
  reason = 'the Region is failing',
  plan: PlanId = 'failover',
): Promise<RunView> {
  const { id } = await recovery.begin({ application: 'shop', plan, reason, by: rosa });
  return until(id, 'waiting for approval', ({ phase }) => phase === 'waiting-for-approval');
}

/** Approves with everything right, as Amir unless told otherwise. */
export async function approve(
  { recovery }: Pick<Asker, 'recovery'>,
  { run, planned }: RunView,
  by: Person = amir,
): Promise<RunView> {
  return recovery.vote({ run: run.id, hash: planned?.hash ?? '', verdict: 'approve', confirmation: 'shop', by });
}

export const isClosed = ({ phase }: RunView): boolean => phase === 'closed';

/** Fails over and waits for its end, so that the primary Region is left behind. */
export async function moved(rehearsal: Asker): Promise<RunView> {
  const asked = await requested(rehearsal);
  await approve(rehearsal, asked);
  return rehearsal.until(asked.run.id, 'closed', isClosed);
}
