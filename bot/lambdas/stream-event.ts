import { z } from 'zod';

const StreamEvent = z.object({ Records: z.array(z.unknown()) });
const text = z.object({ S: z.string().min(1) });
const Entry = z.object({ __edb_e__: z.object({ S: z.literal('entry') }), run: text }).transform(({ run }) => run.S);
const Other = z.object({ __edb_e__: z.object({ S: z.string().refine((entity) => entity !== 'entry') }) }).transform(() => null);
/** A record of the stream: the run of a journal entry; null for anything else, and for what was removed. */
const StreamRecord = z
  .object({ dynamodb: z.object({ NewImage: z.union([Entry, Other]).default(null) }) })
  .transform(({ dynamodb }) => dynamodb.NewImage);

/** What an event of the table's stream tells. */
export interface Told {
  /** Runs whose journals grew. */
  readonly runs: readonly string[];
  /** Errors of records that cannot be read; whoever draws the runs throws them then, so that they end among the dead letters. */
  readonly broken: readonly unknown[];
}

/** Reads an event of the table's stream; null for an event of anything else. */
export function readStream(event: unknown): Told | null {
  const stream = StreamEvent.safeParse(event);
  if (!stream.success) return null;
  const read = stream.data.Records.map((record) => StreamRecord.safeParse(record));
  const runs = read.flatMap(({ data }) => data ?? []);
  return { runs: [...new Set(runs)], broken: read.flatMap(({ error }) => error ?? []) };
}
