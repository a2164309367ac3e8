import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { Busy } from '../../orchestrator/domain/errors.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { aRun, times, unused } from '../contracts/samples.ts';

let started: Awaited<ReturnType<typeof startRecords>>;
let one: Records;
let other: Records;

beforeAll(async () => {
  started = await startRecords();
  one = dynamoRecords(labDynamoClient(started.url), TABLE);
  other = dynamoRecords(labDynamoClient(started.url), TABLE);
});
afterAll(() => started.stop());

const says = (why: string) => ({ kind: 'working', row: 'promote', undo: false, why }) as const;

describe('two processes on one table', () => {
  it('append to one journal, though each remembers an older end of it', async () => {
    const { id } = aRun();
    await one.journal.append(id, 1, says('one'));
    for (const why of ['other', 'other']) await other.journal.append(id, 2, says(why));
    await one.journal.append(id, 3, says('one'));
    await other.journal.append(id, 4, says('other'));
    const entries = await one.journal.read(id);
    expect(entries.map(({ seq, at }) => [seq, at])).toEqual([1, 2, 2, 3, 4].map((at, index) => [index + 1, at]));
  });

  it('append at the same time without a gap', async () => {
    const { id } = aRun();
    const all = times(10, (index) => (index % 2 === 0 ? one : other).journal.append(id, index, says(`${index}`)));
    await Promise.all(all);
    expect((await other.journal.read(id)).map(({ seq }) => seq)).toEqual(times(10, (index) => index + 1));
  });

  it('see each other’s claims', async () => {
    const application = unused('shop');
    const { run } = await one.claims.take(application, 1);
    await expect(other.claims.take(application, 2)).rejects.toThrow(Busy);
    expect((await other.claims.look(application)).run).toBe(run);
  });
});
