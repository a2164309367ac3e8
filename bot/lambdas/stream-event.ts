import { z } from 'zod';

const StreamEvent = z.object({
  Records: z.array(
    z.object({ dynamodb: z.object({ NewImage: z.record(z.string(), z.record(z.string(), z.unknown())).optional() }) }),
  ),
});
const Text = z.object({ S: z.string().min(1) });

/**
 * Runs whose journals grew, from an event of the table's stream; null for an event of anything else. It throws on an entry
 * without a run, so that the entry ends among the dead letters and not in silence.
 */
export function runsOfStream(event: unknown): readonly string[] | null {
  const stream = StreamEvent.safeParse(event);
  if (!stream.success) return null;
  const entries = stream.data.Records.flatMap(({ dynamodb: { NewImage: image } }) =>
    image?.__edb_e__?.S === 'entry' ? [image] : [],
  );
  return [...new Set(entries.map(({ run }) => Text.parse(run).S))];
}
