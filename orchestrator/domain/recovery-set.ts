import type { PlanId } from './plan.ts';
import type { Person } from './run.ts';

/** Plans that can be carried out for many applications at once: those that move them. */
export const SET_PLANS = ['failover', 'switchover'] as const satisfies readonly PlanId[];
export type SetPlan = (typeof SET_PLANS)[number];

/** One application of a set. */
export interface Member {
  readonly application: string;
  /** Members of the set that have to have been moved before this one starts. */
  readonly after: readonly string[];
}

/** A member as the approval of its set binds to it. */
export interface PlannedMember {
  readonly application: string;
  readonly run: string;
  /** Hash of its plan and frozen facts. */
  readonly hash: string;
}

/** One plan for many applications: each has a run of its own, and one approval is for all. Written once; the rest is its journal. */
export interface RecoverySet {
  /** Shown to people: `SET-7`. */
  readonly id: string;
  readonly plan: SetPlan;
  readonly members: readonly Member[];
  readonly requestedBy: Person;
  readonly reason: string;
  /** Epoch ms. */
  readonly requestedAt: number;
  /** Sets the wait between two unplanned moves aside, for each member. */
  readonly overrides: boolean;
}

/** The named members with those they come after that are members too: also where an application that is none is in between. */
export function membersOf(ids: readonly string[], all: readonly Member[]): readonly Member[] {
  const afterOf = new Map(all.map(({ application, after }) => [application, after]));
  const before = (application: string, seen = new Set<string>()): readonly string[] =>
    (afterOf.get(application) ?? []).flatMap((id) => {
      if (seen.has(id)) return [];
      seen.add(id);
      return ids.includes(id) ? [id] : before(id, seen);
    });
  return ids.map((application) => ({ application, after: before(application) }));
}

/**
 * The wave of each member: 1 for one that comes after none, otherwise one more than the latest of those before it. Members that
 * come after themselves, round about, have none.
 */
export function wavesOf(members: readonly Member[]): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  for (let isNew = true; isNew; ) {
    const next = members.filter(({ application, after }) => !waves.has(application) && after.every((id) => waves.has(id)));
    for (const { application, after } of next) waves.set(application, 1 + Math.max(0, ...after.map((id) => waves.get(id) ?? 0)));
    isNew = next.length > 0;
  }
  return waves;
}

/**
 * How many members are moved at a time. Each asks AWS about each of its services once a second, and ECS refills 20 reads of services
 * a second (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html): ten members of two services. What is
 * throttled all the same is asked again (docs/decisions/many-at-the-rates-of-aws.md).
 */
export const MEMBERS_AT_ONCE = 10;
