import { recordedWriterIn } from '../../orchestrator/aws/records/recorded-writer.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Writer } from '../../orchestrator/domain/writer.ts';
import { labDynamoClient, TABLE } from '../records/start.ts';

/** The Region's copy of the records, as a replica of a global table: while the Region is cut off it stays as it was. */
export interface RecordsCopy {
  recordedWriter(): Promise<Writer | null>;
  setReachable(reachable: boolean): void;
}

/** Opens the copy of the table behind that URL. */
export function openRecordsCopy(url: string, application: string): RecordsCopy {
  const read = recordedWriterIn({ client: labDynamoClient(url), table: TABLE });
  let copy: { readonly writer: Writer | null } | null = null;
  let reachable = true;
  return {
    recordedWriter: async () => {
      if (reachable) copy = { writer: await read(application) };
      if (copy === null) throw new Unavailable('The copy of the records was never filled.');
      return copy.writer;
    },
    setReachable: (now) => {
      reachable = now;
    },
  };
}
