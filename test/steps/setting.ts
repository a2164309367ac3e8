import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { gather } from '../../orchestrator/gather.ts';
import { hashOf } from '../../orchestrator/hash.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import type { Observation, World } from '../../orchestrator/ports/world.ts';
import { openRun } from '../../orchestrator/stage.ts';
import type { Scene } from '../../orchestrator/steps/step.ts';
import {
  amir,
  config,
  dr,
  primary,
  type Rehearsal,
  type RehearsalOptions,
  rehearse,
  rosa,
  shop,
} from '../scenarios/rehearsal.ts';

/** A run that holds the claim of shop over a healthy in-memory world; no state machine carries it out, so a test asks by itself. */
export interface Setting extends Rehearsal {
  readonly run: Run;
  /** Writes entries into the journal of the run, now. */
  say(...bodies: readonly EntryBody[]): Promise<void>;
  /** Freezes the facts of now, changed as told. */
  freeze(changes?: Partial<Facts>): Promise<Facts>;
  /** Lets Amir approve, as far as the journal says. */
  approved(): Promise<void>;
  /** What a step sees now; `elapsedMs` is 0 unless changed. */
  scene(changes?: Partial<Scene>): Promise<Scene>;
  kinds(): Promise<readonly string[]>;
}

export async function makeSetting({
  plan: planId = 'failover',
  ...options
}: RehearsalOptions & { readonly plan?: PlanId } = {}): Promise<Setting> {
  const rehearsal = rehearse(options);
  const { world, records, stage } = rehearsal;
  const claim = await records.claims.take('shop', world.clock.now());
  const run: Run = {
    id: claim.run,
    application: 'shop',
    plan: planId,
    epoch: claim.epoch,
    from: primary,
    to: dr,
    requestedBy: rosa,
    reason: '',
    requestedAt: world.clock.now(),
    result: null,
    closedAt: null,
  };
  const say: Setting['say'] = async (...bodies) => {
    for (const body of bodies) await records.journal.append(run.id, world.clock.now(), body);
  };
  await say({ kind: 'requested', run });
  await records.journal.begin(run);
  return {
    ...rehearsal,
    run,
    say,
    async freeze(changes = {}) {
      const facts = { ...(await gather({ world, records, application: shop, plan: failover }, run)), ...changes };
      await say({ kind: 'planned', revision: 1, hash: hashOf(failover, facts), facts, drift: [] });
      return facts;
    },
    async approved() {
      const question = 'approval.1';
      await say(
        { kind: 'asked', question, row: 'approval', needed: 1, expiresAt: null },
        { kind: 'voted', question, by: amir, verdict: 'approve' },
        { kind: 'decided', question, row: 'approval', outcome: 'approved', by: amir },
      );
    },
    async scene(changes = {}) {
      const { plan, view } = await openRun(stage, run.id);
      return { world, records, config, application: shop, plan, run, pace: stage.pace, view, elapsedMs: 0, ...changes };
    },
    kinds: async () => (await records.journal.read(run.id)).map(({ kind }) => kind),
  };
}

/** The end of a row, as its step left it. */
export const ended = (row: string, evidence: Record<string, unknown> = {}): EntryBody => ({
  kind: 'done',
  row,
  undo: false,
  says: `${row} is done.`,
  evidence,
});

/** A row that has begun. */
export const begun = (row: string): EntryBody => ({ kind: 'started', row, undo: false });

/** The same world, but what an agent sees in its Region is changed as told. */
export function seeing(world: World, where: string, changes: Partial<Observation>): World {
  const observe = async (region: string) => ({ ...(await world.agent.observe(region)), ...(region === where ? changes : {}) });
  return { ...world, agent: { ...world.agent, observe } };
}

/** The world in which whatever is asked of a Region's agent, or of its services, is refused. */
export function refusing(world: World, where: string, why = 'nobody may log in'): World {
  const refuse =
    <Rest extends readonly unknown[], Answer>(ask: (region: string, ...rest: Rest) => Promise<Answer>) =>
    async (region: string, ...rest: Rest): Promise<Answer> => {
      if (region === where) throw new Refused(`${where} refuses: ${why}.`);
      return ask(region, ...rest);
    };
  const { observe, fence, open, mark } = world.agent;
  const agent = { ...world.agent, observe: refuse(observe), fence: refuse(fence), open: refuse(open), mark: refuse(mark) };
  return { ...world, agent, services: { ...world.services, look: refuse(world.services.look) } };
}

/** How often a method of a port was called. */
export const callsOf = ({ world }: Rehearsal, port: string, method: string): number =>
  world.calls.filter((call) => call.port === port && call.method === method).length;
