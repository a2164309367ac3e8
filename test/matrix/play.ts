import type { Entry } from '../../orchestrator/domain/entry.ts';
import { type Plan, type PlanId, rowsOf, stepIdOf } from '../../orchestrator/domain/plan.ts';
import type { Choice } from '../../orchestrator/domain/question.ts';
import type { Claim } from '../../orchestrator/domain/run.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { steps } from '../../orchestrator/lambdas/steps.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { plans, type StepId } from '../../orchestrator/plans/plans.ts';
import type { Step } from '../../orchestrator/steps/step.ts';
import { amir, approve, dr, gus, isClosed, moved, primary, rosa } from '../scenarios/rehearsal.ts';
import { DISTURBANCES, type DisturbanceName, orRefused } from './disturbances.ts';
import type { Ground, MakeGround, Truth } from './ground.ts';

/** One row of one plan, and what goes wrong with it. */
export interface Case {
  readonly plan: PlanId;
  readonly row: string;
  readonly disturbance: DisturbanceName;
}

/** How a case ended. */
export interface Outcome extends Truth {
  readonly view: RunView;
  readonly entries: readonly Entry[];
  readonly claim: Claim;
  /** What people were asked and chose, in order, such as `promote: retry`. */
  readonly choices: readonly string[];
  /** Whether somebody who is not entitled was let in on a choice. */
  readonly letIn: boolean;
  /** The Region that the plan leaves, or has others follow, and the other one. */
  readonly old: string;
  readonly current: string;
}

/** Whether a plan begins where an application was moved: the primary Region was left behind. */
const beginsAway = (plan: Plan): boolean => plan.kind === 'rebuild' || plan.home === true;

/** Every row of every plan with everything that can go wrong with it; an approval never ends where it expires, and only an approval is denied. */
export const CASES: readonly Case[] = Object.values(plans).flatMap((plan) =>
  rowsOf(plan).flatMap(({ id, kind }) =>
    (Object.keys(DISTURBANCES) as DisturbanceName[])
      .filter((disturbance) => disturbance !== (kind === 'approval' ? 'never ends' : 'is denied'))
      .map((disturbance) => ({ plan: plan.id, row: id, disturbance })),
  ),
);

/** Plays one case to its end, while a writer of the old Region never stops. */
export async function playCase({ plan, row, disturbance }: Case, makeGround: MakeGround): Promise<Outcome> {
  const ground = await makeGround();
  const [old, current] = beginsAway(plans[plan]) ? [dr, primary] : [primary, dr];
  let mend = (): void => {};
  try {
    if (beginsAway(plans[plan])) await moved(ground);
    await ground.keepWriting(old);
    mend = disturb(ground, plan, row, disturbance);
    const { id } = await ground.recovery.begin({ application: 'shop', plan, reason: 'a matrix', by: rosa });
    const { choices, letIn } = await settle(ground, id, { row, disturbance });
    return {
      ...(await ground.truth(old, current)),
      view: await ground.recovery.view(id),
      entries: await ground.records.journal.read(id),
      claim: await ground.records.claims.look('shop'),
      choices,
      letIn,
      old,
      current,
    };
  } finally {
    mend();
    await ground.stop();
  }
}

/** Puts the disturbance between the runner and a step; the function takes it away. */
function disturb(ground: Ground, plan: PlanId, row: string, disturbance: DisturbanceName): () => void {
  const step: { ask: Step['ask'] } = steps[stepIdOf(row) as StepId];
  const isTurned = rowsOf(plans[plan]).some(({ id, reversed }) => id === row && reversed);
  const { ask } = step;
  let asked = 0;
  step.ask = async (scene) => {
    const { run } = await ground.recovery.view(scene.run.id);
    // Rows that share a step are told apart by their direction.
    if ((scene.run.from !== run.from) !== isTurned) return ask.call(step, scene);
    return DISTURBANCES[disturbance]({ ground, scene, row, isFirst: asked++ === 0, ask: () => ask.call(step, scene) });
  };
  return () => {
    step.ask = ask;
  };
}

/** A run that fails once is retried; one that cannot go on is rolled back, or stopped where that is too late. */
const preferences: Readonly<Record<DisturbanceName, readonly Choice[]>> = {
  'fails once': ['retry'],
  'fails for good': ['roll-back', 'stop'],
  'never ends': ['skip', 'roll-back', 'stop'],
  breaks: ['retry'],
  'is killed once it has acted': ['retry'],
  'is delivered twice': ['retry'],
  'is aborted': ['retry'],
  'is denied': [],
};

const deny = ({ recovery }: Ground, { run, planned }: RunView) =>
  recovery.vote({ run: run.id, hash: planned?.hash ?? '', verdict: 'deny', by: amir });

/** Answers for people until the run is closed: approves, and chooses when a step has failed, after somebody who may not tried. */
async function settle(ground: Ground, run: string, { row, disturbance }: Pick<Case, 'row' | 'disturbance'>) {
  const choices: string[] = [];
  let letIn = false;
  for (let turn = 0; turn < 30; turn++) {
    const view = await ground.until(
      run,
      'at rest',
      ({ phase, questions }) => phase === 'closed' || questions.some(({ outcome }) => outcome === null),
    );
    if (isClosed(view)) return { choices, letIn };
    const open = view.questions.find(({ outcome }) => outcome === null);
    if (open?.kind === 'approval') {
      const isDenied = disturbance === 'is denied' && view.planned?.row === row;
      await orRefused(isDenied ? deny(ground, view) : approve(ground, view));
    }
    if (open?.kind === 'decision') {
      letIn ||= await orRefused(ground.recovery.decide({ run, question: open.id, choice: 'retry', by: gus }));
      for (const choice of preferences[disturbance]) {
        const decision = { run, question: open.id, choice, reason: 'It is a test.' };
        if (!(await orRefused(ground.recovery.decide({ ...decision, by: rosa })))) continue;
        if (choice === 'skip') await ground.recovery.decide({ ...decision, by: amir });
        choices.push(`${open.row}: ${choice}`);
        break;
      }
    }
    await orRefused(sweep(ground.stage));
  }
  const { rows, phase, questions } = await ground.recovery.view(run);
  const states = rows.map(({ id, state, says }) => `${id}: ${state} ${says}`).join('\n');
  throw new Error(`${run} was never closed; it is ${phase}.\n${states}\n${JSON.stringify(questions)}`);
}
