import type { Writer } from '../../domain/writer.ts';
import { ask } from '../errors.ts';
import { claimEntity } from './claims.ts';
import type { Place } from './table.ts';

/** Reads who the writer of an application is from one copy of the table, which may be behind the others; null before the first move. */
export function recordedWriterIn(place: Place): (application: string) => Promise<Writer | null> {
  const claims = claimEntity(place);
  return async (application) => {
    const { data } = await ask("The Region's copy of the records", () =>
      claims.get({ application }).go({ attributes: ['writer'] }),
    );
    return data?.writer ?? null;
  };
}
