import type { Application } from '../config.ts';
import { checkGameDay, checkWayHome, directionOf } from '../direction.ts';
import { holderOf, whyBusy, whyLocked } from '../domain/claim-rules.ts';
import { Refused } from '../domain/errors.ts';
import type { Move } from '../domain/region.ts';
import type { Run } from '../domain/run.ts';
import { whyFlapping } from '../flapping.ts';
import { configHash } from '../hash.ts';
import { mayRequest } from '../people.ts';
import { plans } from '../plans/plans.ts';
import { takenFrom, whoGivesWay } from '../precedence.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { checkReason } from './reason.ts';

/** Lets those who may ask for a run do so. */
export const begin =
  (stage: Stage): Recovery['begin'] =>
  async (request) => {
    const { records, config, directory } = stage;
    const application = applicationOf(config, request.application);
    const reason = checkReason(request.reason);
    await mayRequest(application, request.by, directory);
    const move = await directionOf(config, application, stage.worldOf(application), records);
    checkWayHome(config, application, plans[request.plan], move);
    if (request.gameDay === true) checkGameDay(config, application, plans[request.plan], move);
    return start(stage, application, move, { ...request, reason });
  };

/** What the wait between two unplanned moves depends on. */
type Asked = Pick<Parameters<Recovery['begin']>[0], 'plan' | 'overrides'>;

/** A request that was let in. `set` is the one that it is for. */
type Granted = Omit<Parameters<Recovery['begin']>[0], 'application'> & { readonly set?: string };

/**
 * Takes the claim, or waits for it behind a run that has to give way; writes the run and starts its state machine. What fails on the way
 * gives the claim up.
 */
export async function start(stage: Stage, application: Application, move: Move, request: Granted): Promise<Run> {
  const { records, workflow } = stage;
  const flapping = await whyTooSoon(stage, application, request);
  if (flapping !== null) throw new Refused(flapping);
  const before = await whoGivesWay(records, application.id, plans[request.plan]);
  const next = before && (await records.claims.wait(application.id, stage.now(), takenFrom(before)));
  const claim = next ?? (await records.claims.take(application.id, stage.now()));
  const run: Run = {
    id: claim.run,
    application: application.id,
    plan: request.plan,
    epoch: claim.epoch,
    ...move,
    requestedBy: request.by,
    reason: request.reason,
    requestedAt: stage.now(),
    result: null,
    closedAt: null,
  };
  try {
    const { gameDay, set } = request;
    await write(stage, run, {
      ...(before && next && { preempts: before.run.id }),
      ...(gameDay === true && { gameDay }),
      ...(set !== undefined && { set }),
    });
  } catch (error) {
    await records.claims.release(holderOf(run));
    throw error;
  }
  await workflow.start(run);
  return run;
}

/** Why nobody can ask for a plan now, as the records tell it: somebody locked it, a run holds it, it was just moved; null where one can. */
export async function whyNotNow(stage: Stage, application: Application, request: Asked): Promise<string | null> {
  const { records } = stage;
  const [claim, before] = await Promise.all([
    records.claims.look(application.id),
    whoGivesWay(records, application.id, plans[request.plan]),
  ]);
  return (
    whyBusy(claim, before === null ? undefined : takenFrom(before)) ?? whyLocked(claim) ?? whyTooSoon(stage, application, request)
  );
}

async function whyTooSoon({ records, now }: Stage, application: Application, { plan, overrides }: Asked): Promise<string | null> {
  if (plans[plan].kind !== 'unplanned' || overrides === true) return null;
  const flapping = await whyFlapping(records, application, now());
  return flapping === null ? null : `${flapping} To ask all the same: /dr ${plan} ${application.id} override [reason].`;
}

/** The journal's first entry before the run itself: an open run always has one. */
async function write(
  { records, config }: Stage,
  run: Run,
  more: { readonly preempts?: string; readonly set?: string; readonly gameDay?: true },
): Promise<void> {
  await records.journal.append(run.id, run.requestedAt, { kind: 'requested', run, config: configHash(config), ...more });
  await records.journal.begin(run);
}
