import { describe, expect, it } from 'vitest';
import { readStream } from '../../bot/lambdas/stream-event.ts';

const record = (image: Record<string, { S: string }> | undefined) => ({
  eventName: 'INSERT',
  dynamodb: image === undefined ? {} : { NewImage: image },
});
const entry = (run: string) => record({ __edb_e__: { S: 'entry' }, run: { S: run } });

describe('an event of the stream', () => {
  it('names each run whose journal grew once', () => {
    expect(readStream({ Records: [entry('DR-1'), entry('DR-2'), entry('DR-1')] })).toEqual({
      runs: ['DR-1', 'DR-2'],
      broken: [],
    });
  });

  it('says nothing of what is no journal entry, and of what was removed', () => {
    const surface = record({ __edb_e__: { S: 'surface' }, run: { S: 'DR-1' } });
    expect(readStream({ Records: [surface, record(undefined)] })).toEqual({ runs: [], broken: [] });
  });

  it.each([
    ['an entry without a run', record({ __edb_e__: { S: 'entry' } })],
    ['a record of another form', { eventName: 'INSERT' }],
  ])('names the other runs beside %s, which is an error to be thrown when they are drawn', (_, bad) => {
    const told = readStream({ Records: [entry('DR-1'), bad, entry('DR-2')] });
    expect(told?.runs).toEqual(['DR-1', 'DR-2']);
    expect(told?.broken).toHaveLength(1);
  });

  it('is told from the tick of a minute', () => {
    expect(readStream({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toBeNull();
  });
});
