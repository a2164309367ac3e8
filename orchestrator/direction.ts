import type { Application, Config } from './config.ts';
import { activeOf } from './domain/active.ts';
import { Refused, Unavailable } from './domain/errors.ts';
import type { Plan } from './domain/plan.ts';
import type { Move, Region } from './domain/region.ts';
import { glimpse, glimpseOfTraffic } from './glimpse.ts';
import { isUnfinished, lastMove } from './last-move.ts';
import type { Records } from './ports/records.ts';
import type { World } from './ports/world.ts';

/**
 * Where a failover goes: to the one Region that follows, or else away from the Region observed to be active. Where both
 * are promoted, an unfinished move is gone on with; `Refused` when a failover would resolve nothing, `Unavailable` when that is only so
 * because neither Region answers.
 */
export async function directionOf(
  config: Config,
  application: Application,
  world: World,
  records: Pick<Records, 'journal'>,
): Promise<Move> {
  const { primary, dr } = config.regions;
  const [ofPrimary, ofDr, traffic] = await Promise.all([glimpse(world, primary), glimpse(world, dr), glimpseOfTraffic(world)]);
  // A Region that answers but refuses, as where nobody may log in any more, tells as little as one that is silent.
  const [inPrimary = null, inDr = null] = [ofPrimary, ofDr].map((seen) => (seen instanceof Refused ? null : seen));
  const towards = (to: Region): Move => ({ from: to === primary ? dr : primary, to });
  if (inPrimary?.inRecovery && !inDr?.inRecovery) return towards(primary);
  if (inDr?.inRecovery && !inPrimary?.inRecovery) return towards(dr);
  const active = activeOf({ [primary]: inPrimary, [dr]: inDr }, traffic.answers);
  if ('region' in active) return towards(active.region === primary ? dr : primary);
  const move = await lastMove(records, application.id);
  if (isUnfinished(move)) return { from: move.run.from, to: move.run.to };
  const refusals = [ofPrimary, ofDr].flatMap((seen) => (seen instanceof Refused ? [` ${seen.message}`] : []));
  const says = `Where ${application.id} runs is ambiguous: ${active.ambiguous}. A failover would not resolve that: no Region follows the other.${refusals.join('')}`;
  throw ofPrimary === null && ofDr === null ? new Unavailable(says) : new Refused(says);
}

/** `Refused` where a plan is none of a game day's moves: away from home and back, without loss. */
export function checkGameDay(
  { regions }: Config,
  { id }: Application,
  { kind, home }: Pick<Plan, 'kind' | 'home'>,
  { from }: Move,
): void {
  if (kind !== 'planned') {
    throw new Refused('A game day moves production by planned moves, which lose nothing: ask for a switchover.');
  }
  if (home === true || from === regions.primary) return;
  throw new Refused(
    `A game day leads away from ${regions.primary} and back, and ${id} runs in ${from}: ask for a failback first.`,
  );
}

/** `Refused` where a plan only leads home and the application is there. */
export function checkWayHome(
  { regions }: Config,
  { id }: Application,
  { home, title }: Pick<Plan, 'home' | 'title'>,
  { to }: Move,
): void {
  if (home !== true || to === regions.primary) return;
  throw new Refused(`${id} runs in ${regions.primary}, which is its home, so that a ${title.toLowerCase()} has nothing to do.`);
}
