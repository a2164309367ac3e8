import type { KnownBlock } from '@slack/types';
import { type Plan, type Row, rowsOf } from '../../orchestrator/domain/plan.ts';
import { section } from './blocks.ts';

/** The rows after which undoing means failing back, each in a line of its own; nothing is said of a plan without one. */
export function irreversibleSays(plan: Plan, say: (row: Row) => string): readonly KnownBlock[] {
  const rows = rowsOf(plan).filter(({ pointOfNoReturn }) => pointOfNoReturn === true);
  return rows.length === 0 ? [] : [section(['*Cannot be undone*', ...rows.map(say)])];
}
