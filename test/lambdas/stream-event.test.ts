import { describe, expect, it } from 'vitest';
import { runsOfStream } from '../../bot/lambdas/stream-event.ts';

const record = (image: Record<string, { S: string }> | undefined) => ({
  eventName: 'INSERT',
  dynamodb: image === undefined ? {} : { NewImage: image },
});
const entry = (run: string) => record({ __edb_e__: { S: 'entry' }, run: { S: run } });

describe('an event of the stream', () => {
  it('names each run whose journal grew once', () => {
    expect(runsOfStream({ Records: [entry('DR-1'), entry('DR-2'), entry('DR-1')] })).toEqual(['DR-1', 'DR-2']);
  });

  it('says nothing of what is no journal entry, and of what was removed', () => {
    const surface = record({ __edb_e__: { S: 'surface' }, run: { S: 'DR-1' } });
    expect(runsOfStream({ Records: [surface, record(undefined)] })).toEqual([]);
  });

  it('is refused when an entry has no run, so that it ends among the dead letters', () => {
    expect(() => runsOfStream({ Records: [record({ __edb_e__: { S: 'entry' } })] })).toThrow();
  });

  it('is told from the tick of a minute', () => {
    expect(runsOfStream({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toBeNull();
  });
});
