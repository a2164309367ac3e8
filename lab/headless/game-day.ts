import { isExpected } from '../../orchestrator/domain/errors.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { openRun } from '../../orchestrator/stage.ts';
import type { Lab } from '../lab.ts';
import type { Prober } from '../prober/prober.ts';
import { type Story, warmUp } from './drive.ts';
import { request } from './people.ts';
import { carryOut, PATIENCE_MS, REASONS, type Tell } from './recover.ts';
import { until } from './until.ts';

/**
 * Has production moved as a game day, waits for the platform to ask for its way home, and has that carried out too. Answers what became of
 * each move; there is no second one where the first did not succeed.
 */
export async function playGameDay(lab: Lab, tell: Tell): Promise<readonly Story[]> {
  const prober = await warmUp(lab.world);
  const reason = REASONS.drill(lab.world.config.regions.primary);
  const out = await told(lab, prober, 'switchover', tell, async () => (await request(lab, `game-day ${reason}`, 'drill')).run);
  if (out.view?.closed?.result !== 'succeeded') return [out];
  const before = out.view.run.id;
  return [out, await told(lab, prober, 'failback', tell, () => askedNext(lab, before))];
}

/** The run that comes after another one. */
const askedNext = (lab: Lab, before: string): Promise<Run> =>
  until('The request for the way home', PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view === null || view.run.id === before ? null : view.run;
  });

/** One move, from its request until users are where it led them. */
async function told(lab: Lab, prober: Prober, plan: PlanId, tell: Tell, ask: () => Promise<Run>): Promise<Story> {
  const { world } = lab;
  const [from, failedBefore] = [Date.now(), world.users.failed()];
  let run: Run | null = null;
  let problem: string | null = null;
  try {
    run = await ask();
    await carryOut(lab, run, tell);
  } catch (error) {
    if (!isExpected(error)) throw error;
    problem = error.message;
    tell(problem);
  }
  const view = run === null ? null : (await openRun(lab, run.id)).view;
  const [to, failedRequests, probed] = [Date.now(), world.users.failed() - failedBefore, await prober.acknowledged()];
  return { plan, world, view, problem, failedRequests, probed, brokeAt: null, seenAt: null, healedAt: null, span: { from, to } };
}
