import { z } from 'zod';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import type { Machine, State } from '../../orchestrator/workflow/asl.ts';
import { toAsl } from '../../orchestrator/workflow/to-asl.ts';

const Choices = z.array(z.object({ StringEquals: z.string(), Next: z.string() }));

/** State transitions of a run in which every row answers `done` when it is first asked: Step Functions counts each state that is entered. */
export const transitionsOf = (plan: Plan): number => statesOn(toAsl(plan));

function statesOn({ StartAt, States }: Machine): number {
  let count = 0;
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = States[name];
    if (state === undefined) throw new Error(`There is no state ${name}.`);
    count += 1;
    if (state.Type === 'Parallel') count += (state.Branches as Machine[]).reduce((sum, branch) => sum + statesOn(branch), 0);
    name = state.Type === 'Choice' ? chosen(state) : (state.Next as string | undefined);
  }
  return count;
}

function chosen({ Choices: choices, Default }: State): string {
  const done = Choices.parse(choices).find(({ StringEquals }) => StringEquals === 'done');
  return done?.Next ?? z.string().parse(Default);
}
