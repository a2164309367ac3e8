import type { Application } from '../config.ts';
import { checkWayHome, directionOf } from '../direction.ts';
import { Refused } from '../domain/errors.ts';
import type { Move } from '../domain/region.ts';
import type { Run } from '../domain/run.ts';
import { whyFlapping } from '../flapping.ts';
import { configHash } from '../hash.ts';
import { mayRequest } from '../people.ts';
import { plans } from '../plans/plans.ts';
import { giveWay, whoGivesWay } from '../precedence.ts';
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
    if (request.gameDay === true && plans[request.plan].kind !== 'planned') {
      throw new Refused('A game day moves production by a planned move, which loses nothing: ask for a switchover.');
    }
    return start(stage, application, move, { ...request, reason });
  };

/** A request that was let in. `set` is the one that it is for. */
type Granted = Omit<Parameters<Recovery['begin']>[0], 'application'> & { readonly set?: string };

/** Takes the claim, writes the run, starts its state machine. What fails on the way releases the claim. */
export async function start(stage: Stage, application: Application, move: Move, request: Granted): Promise<Run> {
  const { records, workflow } = stage;
  const flapping = plans[request.plan].kind === 'unplanned' ? await whyFlapping(records, application, stage.now()) : null;
  if (flapping !== null && request.overrides !== true) {
    throw new Refused(`${flapping} To ask all the same: /dr ${request.plan} ${application.id} override [reason].`);
  }
  const before = await whoGivesWay(records, application.id, plans[request.plan]);
  const over = before === null ? undefined : { run: before.run.id, epoch: before.run.epoch, isPast: before.isPast };
  const claim = await records.claims.take(application.id, stage.now(), over);
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
    const preempts = before !== null && (await giveWay(stage, before.run, run.id)) ? { preempts: before.run.id } : {};
    const { gameDay, set } = request;
    await write(stage, run, { ...preempts, ...(gameDay === true && { gameDay }), ...(set !== undefined && { set }) });
  } catch (error) {
    await records.claims.release({ application: application.id, run: run.id, epoch: run.epoch });
    throw error;
  }
  await workflow.start(run);
  return run;
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
