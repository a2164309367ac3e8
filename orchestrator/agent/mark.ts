import type { Marker } from '../ports/world.ts';
import type { Session } from './answer.ts';

/**
 * Commits the marker durably and answers the flush LSN read after that commit: a replica that has replayed up to it and
 * shows the marker has everything that was committed before.
 */
export async function mark(session: Session, { run, epoch }: Marker): Promise<{ flushLsn: string }> {
  await session.query('set synchronous_commit = on');
  await session.query('insert into dr.marker (run, epoch) values ($1, $2) on conflict do nothing', [run, epoch]);
  const { rows } = await session.query<{ flushLsn: string }>('select pg_current_wal_flush_lsn()::text as "flushLsn"');
  const [position] = rows;
  if (position === undefined) throw new Error('The database told no flush position.');
  return position;
}
