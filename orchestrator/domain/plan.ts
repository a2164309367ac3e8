import type { Move } from './region.ts';

/** One row of a plan: everything a rendering needs to know about a step, as data. */
export interface Row<Id extends string = string> {
  /** The one id of the step: file, Lambda, state, card row, runbook heading, journal key, log field. */
  readonly id: Id;
  /** What it does, in the imperative; `{from}`, `{to}`, `{application}` and `{domain}` are filled in. */
  readonly title: string;
  readonly kind: 'check' | 'action' | 'approval';
  /** Seconds from the first time it is asked until it counts as failed and a person is asked. */
  readonly timeoutSeconds: number;
  /** The same while its point of no return is untaken, where that is less: users can still have their writer back. */
  readonly untakenTimeoutSeconds?: number;
  /** How often it is asked: `seconds` for rows that end soon, `minutes` for those that take many, `hours` for those that take hours. */
  readonly poll: 'seconds' | 'minutes' | 'hours';
  /** What going on without it means, as a sentence; absent where people may not. */
  readonly skip?: string;
  /** Going on without it makes a planned move an unplanned one: what it would have waited for may be lost. */
  readonly unplanned?: true;
  /** How the undo sequence takes it back, in the imperative; absent when there is nothing to take back. */
  readonly undo?: string;
  /** Seconds until the undo counts as failed, where that is not `timeoutSeconds`. */
  readonly undoTimeoutSeconds?: number;
  /** What it does stays, however the run ends: once one of these has begun, the others are left to do. */
  readonly lasts?: true;
  /** It is carried out the other way round: what is `from` to the run is `to` to this row. */
  readonly reversed?: true;
  /** As what kind of plan the facts are judged that this approval is about, where that is not its plan's own. */
  readonly judgedAs?: Plan['kind'];
  /** After this row has acted, undoing means failing back. */
  readonly pointOfNoReturn?: true;
  /** When it fails before the point of no return, what was done is taken back at once, because users wait; nobody is asked. */
  readonly rollsBack?: true;
  /** One sentence for the operator, shown beside the choices when it fails. */
  readonly ifItFails: string;
  /** What a person would type if the platform itself were gone: lines of AWS CLI or SQL, filled in like the title. */
  readonly byHand: readonly string[];
  /** What a person would type to take it back. */
  readonly undoByHand?: readonly string[];
}

export interface Sequence<Id extends string = string> {
  readonly sequence: readonly Node<Id>[];
}

export interface Parallel<Id extends string = string> {
  readonly parallel: readonly Node<Id>[];
}

export type Node<Id extends string = string> = Row<Id> | Sequence<Id> | Parallel<Id>;

export const PLAN_IDS = ['failover', 'switchover', 'reprotect', 'failback', 'drill', 'restore-drill'] as const;
export type PlanId = (typeof PLAN_IDS)[number];

/** A recovery as data. Everything else (state machine, card, runbook, dry run) is a rendering of it. */
export interface Plan<Id extends string = string> {
  readonly id: PlanId;
  /**
   * Planned: both Regions are well, and it is proved that no write is lost, or else nothing moves. Unplanned: the source may
   * be gone, and what is lost is bounded and said. Rehearsal: an unplanned one is tried out beside production, which it leaves alone.
   * Rebuild: the Region that was left follows again; the writer stays where it is.
   */
  readonly kind: 'planned' | 'unplanned' | 'rehearsal' | 'rebuild';
  /** It gives way to an unplanned run: at any moment before its point of no return, or until one row is done and again from when another is. */
  readonly preemptible?: true | { readonly until: Id; readonly from: Id };
  /** It leads to the primary Region, and nowhere else. */
  readonly home?: true;
  readonly title: string;
  /** One sentence: when people use it. */
  readonly when: string;
  readonly body: Sequence<Id>;
}

/** The ids of the rows of a plan, for the compiler to hold steps against. */
export type RowId<P> = P extends Plan<infer Id> ? Id : never;

export const sequence = <const Id extends string>(...nodes: readonly Node<Id>[]): Sequence<Id> => ({ sequence: nodes });
/** The end of the id of a row that is carried out the other way round; what comes before it is the id of its step. */
const BACK = '-back';

/** The same rows again, the other way round, under ids of their own. */
export const reversed = <const Id extends string>(...rows: readonly Row<Id>[]): Sequence<`${Id}-back`> => ({
  sequence: rows.map((row) => ({ ...row, id: `${row.id}${BACK}`, reversed: true })),
});

/** The id of the step, and of its Lambda, that carries out a row. */
export const stepIdOf = (row: string): string => (row.endsWith(BACK) ? row.slice(0, -BACK.length) : row);

/** The ids of the steps that carry out a plan, each once. */
export const stepsOf = (plan: Plan): readonly string[] => [...new Set(rowsOf(plan).map(({ id }) => stepIdOf(id)))];

/** From where to where a row is carried out in a run. */
export const moveOf = ({ reversed: isReversed }: Pick<Row, 'reversed'>, { from, to }: Move): Move =>
  isReversed ? { from: to, to: from } : { from, to };

/** The names that a row's texts are filled with: where it is reversed, `from` and `to` have changed places. */
export function inRow(row: Pick<Row, 'reversed'>, names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { from = '', to = '' } = names;
  return { ...names, ...moveOf(row, { from, to }) };
}

/** As what kind of plan facts are judged that people are asked about in a row. */
export const judgedAs = (plan: Plan, row: string): Plan['kind'] =>
  rowsOf(plan).find(({ id }) => id === row)?.judgedAs ?? plan.kind;

export const parallel = <const Id extends string>(...nodes: readonly Node<Id>[]): Parallel<Id> => ({ parallel: nodes });

/** Rows by their ids, for plans to be made of. */
export function defineRows<const Id extends string>(
  rows: {
    readonly [K in Id]: Omit<Row, 'id'>;
  },
): { readonly [K in Id]: Row<K> } {
  const named = Object.entries<Omit<Row, 'id'>>(rows).map(([id, row]) => [id, { id, ...row }]);
  return Object.fromEntries(named);
}

/** Checks at load what the compiler cannot: ids are unique, and nothing after the point of no return has an undo. */
export function definePlan<const Id extends string>(plan: Plan<Id>): Plan<Id> {
  const rows = rowsOf(plan);
  const ids = new Set(rows.map((row) => row.id));
  if (ids.size !== rows.length) throw new Error(`Plan ${plan.id} names a row twice.`);
  return plan;
}

/** Every row, in the order in which a reader meets them. */
export function rowsOf<Id extends string>(plan: Plan<Id>): readonly Row<Id>[] {
  const walk = (node: Node<Id>): readonly Row<Id>[] => {
    if ('sequence' in node) return node.sequence.flatMap(walk);
    if ('parallel' in node) return node.parallel.flatMap(walk);
    return [node];
  };
  return walk(plan.body);
}

/** Rows with an undo, in the order in which they are taken back: last first. */
export function undosOf<Id extends string>(plan: Plan<Id>): readonly Row<Id>[] {
  return rowsOf(plan)
    .filter((row) => row.undo !== undefined)
    .toReversed();
}

/** Fills `{from}`, `{to}` and the like into a row's texts; an unknown name is a mistake in the plan. */
export function fill(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) throw new Error(`"${text}" names {${name}}, which is not known here.`);
    return value;
  });
}
