import { describe, expect, it } from 'vitest';
import { transitionsOf } from '../../../infra/cost/transitions.ts';
import { definePlan, type Node, type Plan, parallel, type Row, sequence } from '../../../orchestrator/domain/plan.ts';

const row = (id: string): Row => ({
  ...{ id, title: id, kind: 'action', timeoutSeconds: 60, poll: 'seconds' },
  ...{ ifItFails: 'Ask.', byHand: ['true'] },
});
const plan = (body: Node): Plan =>
  definePlan({ id: 'failover', kind: 'unplanned', title: 'Failover', when: 'Now.', body: sequence(body) });

describe('the transitions of a run in which everything is done at once', () => {
  it('are three for a row (ask, choose, done) and one for the end', () => {
    expect(transitionsOf(plan(row('one')))).toBe(4);
    expect(transitionsOf(plan(sequence(row('one'), row('two'))))).toBe(7);
  });

  it('are those of every branch, the end of each, and three around them', () => {
    expect(transitionsOf(plan(parallel(row('one'), row('two'))))).toBe(2 * (3 + 1) + 3 + 1);
  });
});
