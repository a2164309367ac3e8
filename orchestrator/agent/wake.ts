import { isExpected } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import { judgeOwnRegion, type Recorded, type Writer } from '../domain/writer.ts';
import type { Observation } from '../ports/world.ts';
import type { Guarded, Session } from './answer.ts';
import { beat, NO_HEARTBEAT, noteFence } from './heartbeat.ts';
import { fence } from './login.ts';
import { observe } from './observe.ts';

/** What an agent that looks after itself knows of its Region. */
export interface Home {
  readonly region: Region;
  /** The writer as this Region's own copy of the records has it; null before the first move. Throws as a port does. */
  readonly recordedWriter: () => Promise<Writer | null>;
}

/** What waking came to. */
export interface Woken {
  readonly says: string;
  /** Whether its writers were left behind, and are therefore locked out. */
  readonly fences: boolean;
  /** The database afterwards. */
  readonly seen: Observation;
}

/** Looks after the Region from inside: fences it where it was left behind; where it writes, and can read the record, leaves a heartbeat. */
export async function wake(session: Session, guarded: Guarded, home: Home): Promise<Woken> {
  const [before, recorded] = await Promise.all([observe(session, guarded), recordOf(home)]);
  const { fences, why } = judgeOwnRegion(home.region, recorded, before);
  if (fences) return { fences, ...(await lockOut(session, guarded, before, why)) };
  // An agent that cannot read the record would not fence its Region: it must not look well.
  const beats = !before.inRecovery && before.writersMayLogin && 'writer' in recorded;
  const heartbeat = beats ? await beat(session) : before.heartbeat;
  return { fences, says: heartbeat === null ? `${why} ${NO_HEARTBEAT}` : why, seen: { ...before, heartbeat } };
}

/** Twice, because a login that was under way at the first look has a session by the second. */
async function lockOut(
  session: Session,
  guarded: Guarded,
  before: Observation,
  why: string,
): Promise<Pick<Woken, 'says' | 'seen'>> {
  await fence(session, guarded.writers);
  await fence(session, guarded.writers);
  if (before.writersMayLogin) await noteFence(session);
  const seen = await observe(session, guarded);
  const left = `${seen.writerSessions} sessions and ${seen.preparedTransactions} prepared transactions of writers are left`;
  return { says: `${why} Its writers cannot log in; ${left}.`, seen };
}

async function recordOf(home: Home): Promise<Recorded> {
  try {
    return { writer: await home.recordedWriter() };
  } catch (error) {
    if (isExpected(error)) return { unreadable: error.message };
    throw error;
  }
}
