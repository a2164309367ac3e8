import type { Heartbeat } from '../ports/world.ts';
import type { Session } from './answer.ts';

/** Said where the database was prepared before there was a heartbeat, or not by the agent's own statements. */
export const NO_HEARTBEAT =
  'There is no heartbeat: as the master user, run the statements for dr.heartbeat in docs/deploy.md ("Let the agents in").';

const COLUMNS = `(extract(epoch from at) * 1000)::float8 as "at", (extract(epoch from fenced_at) * 1000)::float8 as "fencedAt"`;

/** The heartbeat as this database has it; null where there is none, because older databases lack its table. */
export async function readHeartbeat(session: Session): Promise<Heartbeat | null> {
  if (!(await may(session, 'select'))) return null;
  const { rows } = await session.query<Heartbeat>(`select ${COLUMNS} from dr.heartbeat`);
  return rows[0] ?? null;
}

/** Commits the present time into the heartbeat: data that shows it has everything that was committed before. */
export const beat = (session: Session): Promise<Heartbeat | null> => set(session, 'at = clock_timestamp()');

/** Notes when the agent fenced this database by itself. */
export const noteFence = (session: Session): Promise<Heartbeat | null> => set(session, 'fenced_at = clock_timestamp()');

async function set(session: Session, change: string): Promise<Heartbeat | null> {
  if (!(await may(session, 'update'))) return null;
  const { rows } = await session.query<Heartbeat>(`update dr.heartbeat set ${change} returning ${COLUMNS}`);
  return rows[0] ?? null;
}

async function may(session: Session, privilege: 'select' | 'update'): Promise<boolean> {
  const { rows } = await session.query<{ may: boolean | null }>(
    `select has_table_privilege(to_regclass('dr.heartbeat'), $1) as may`,
    [privilege],
  );
  return rows[0]?.may === true;
}
