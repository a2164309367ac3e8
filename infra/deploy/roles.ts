import type { Config } from '../../orchestrator/config.ts';
import { activeOf, type Glimpse } from '../../orchestrator/domain/active.ts';
import type { Region } from '../../orchestrator/domain/region.ts';

/** What was seen of an application's database in one Region. */
export interface SeenDatabase {
  /** Its name in dr.yml. */
  readonly id: string;
  /** What RDS says: whether it is there, and whether it is somebody's replica; `silent` when RDS does not say. */
  readonly instance: 'absent' | 'writer' | 'replica' | 'silent';
  /** What the agent says. */
  readonly glimpse: Glimpse;
}

/** Why the templates of the databases must not be deployed, as a sentence, and what changes that. */
export interface Swapped {
  readonly why: string;
  /** A way home; a failover away from what is gone; what was left of a run; RDS, which does not tell; or RDS, which nobody understands. */
  readonly mend: 'failback' | 'failover' | 'status' | 'wait' | 'look';
}

/** An application as it was seen. */
export interface SeenApplication {
  readonly primary: SeenDatabase;
  readonly dr: SeenDatabase;
  /** The Region that DNS answers; null when it answers none. */
  readonly answers: Region | null;
}

/** Where an application is active, and whether its databases are what their templates say. */
export interface Roles {
  /** Null when nobody can tell. */
  readonly active: Region | null;
  /** Null when the templates of the databases agree with what is there. */
  readonly swapped: Swapped | null;
  /** The Region that was left and is nobody's standby yet: its services stay stopped. */
  readonly left: Region | null;
  /** The other Region than the active one, where neither RDS nor its agent tells whether it stands by or was left; null when they do. */
  readonly untold: Region | null;
}

/**
 * What the templates say is a writer in the primary Region and its replica in the other. CloudFormation learns nothing of a
 * promotion: a template deployed over other roles would change, or make anew, an instance that is something else by now.
 */
export function rolesOf(regions: Config['regions'], seen: SeenApplication): Roles {
  const roles = activeIn(regions, seen);
  if (roles.active === null) return { ...roles, left: null, untold: null };
  const [other, database] = roles.active === regions.dr ? [regions.primary, seen.primary] : [regions.dr, seen.dr];
  const follows = followsTheWriter(database, other === regions.dr);
  return { ...roles, left: follows === false ? other : null, untold: follows === null ? other : null };
}

/** The DR Region's replica is not there yet before the first deployment; a writer that is gone follows nobody. */
function followsTheWriter({ instance, glimpse }: SeenDatabase, isOfDr: boolean): boolean | null {
  if (instance === 'silent') return glimpse === null ? null : glimpse.inRecovery;
  return instance === 'replica' || (instance === 'absent' && isOfDr);
}

function activeIn(
  { primary: home, dr: away }: Config['regions'],
  { primary, dr, answers }: SeenApplication,
): Pick<Roles, 'active' | 'swapped'> {
  const observed = activeOf({ [home]: primary.glimpse, [away]: dr.glimpse }, answers);
  const active = 'region' in observed ? observed.region : null;
  const inHome = `${primary.id} in ${home}`;
  const inAway = `${dr.id} in ${away}`;
  switch (`${primary.instance}, ${dr.instance}` as const) {
    case 'absent, absent':
      return { active: home, swapped: null };
    case 'writer, absent':
    case 'writer, replica':
      return isFenced(primary.glimpse)
        ? { active: home, swapped: { mend: 'status', why: `the writers of ${inHome} may not log in: it is fenced.` } }
        : { active: home, swapped: null };
    case 'writer, writer':
      return {
        active,
        swapped: {
          mend: active === null ? 'status' : 'failback',
          why: `${inAway} is nobody's replica any more: it was promoted.`,
        },
      };
    case 'replica, writer':
      return { active: away, swapped: { mend: 'failback', why: `${inHome} is a replica now, of ${inAway}.` } };
    case 'absent, writer':
      return { active: away, swapped: { mend: 'failback', why: `${inHome} is gone, and ${inAway} is nobody's replica.` } };
    case 'absent, replica':
      return { active, swapped: { mend: 'failover', why: `${inHome} is gone, and ${inAway} still is its replica.` } };
    case 'replica, replica':
    case 'replica, absent':
    case 'replica, silent':
      return {
        active,
        swapped: { mend: 'look', why: `${inHome} is a replica, and ${inAway} is no writer that RDS would tell of.` },
      };
    case 'silent, writer':
      return {
        active: away,
        swapped: {
          mend: 'failback',
          why: `RDS in ${home} does not tell what ${primary.id} is, and ${inAway} is nobody's replica.`,
        },
      };
    case 'silent, replica':
    case 'silent, absent':
    case 'silent, silent':
      return { active, swapped: { mend: 'wait', why: `RDS in ${home} does not tell what ${primary.id} is.` } };
    case 'writer, silent':
    case 'absent, silent':
      return { active, swapped: { mend: 'wait', why: `RDS in ${away} does not tell what ${dr.id} is.` } };
  }
}

const isFenced = (glimpse: Glimpse): boolean => glimpse !== null && !glimpse.inRecovery && !glimpse.writersMayLogin;
