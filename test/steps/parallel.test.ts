import { describe, expect, it } from 'vitest';
import { failover } from '../../orchestrator/plans/failover.ts';
import type { Machine, State } from '../../orchestrator/workflow/asl.ts';
import { toAsl } from '../../orchestrator/workflow/to-asl.ts';

interface Caught {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

const { States } = toAsl(failover);
const parallels = Object.entries(States).filter(([, { Type }]) => Type === 'Parallel');
const caughtBy = ({ Catch }: State) => (Catch ?? []) as readonly Caught[];

/** Where a machine comes to from a state, in order, as long as there is no choice. */
function pathFrom(name: string): readonly string[] {
  const next = States[name]?.Next;
  return typeof next === 'string' ? [name, ...pathFrom(next)] : [name];
}

describe('rows that run beside each other', () => {
  it('are those of the plan and those that are taken back', () => {
    expect(parallels.map(([name]) => name)).toEqual(['together-1', 'undo']);
  });

  it.each([
    ['together-1', 'undo'],
    ['undo', 'close'],
  ])('of %s lead to %s whatever breaks in one of them, so that no run is left lying', (name, to) => {
    const state = States[name];
    const caught = state === undefined ? [] : caughtBy(state);
    expect(caught.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.ALL']]);
    expect(pathFrom(caught[0]?.Next ?? '')).toContain(to);
  });

  it('lead to what is taken back when one of them is cancelled', () => {
    const choose = States['together-1.choose'] as unknown as {
      Choices: readonly { Variable: string; StringEquals: string; Next: string }[];
    };
    const branches = (States['together-1']?.Branches ?? []) as readonly Machine[];
    expect(choose.Choices.map(({ Variable, StringEquals }) => [Variable, StringEquals])).toEqual(
      branches.map((_, index) => [`$.branches[${index}].answer.status`, 'cancelled']),
    );
    for (const { Next } of choose.Choices) expect(pathFrom(Next)).toContain('undo');
  });
});
