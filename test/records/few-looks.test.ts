import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { aRun } from '../contracts/samples.ts';

let started: Awaited<ReturnType<typeof startRecords>>;
beforeAll(async () => {
  started = await startRecords();
});
afterAll(() => started.stop());

/** Records that keep which commands they send. */
function counted() {
  const sent: string[] = [];
  const client = labDynamoClient(started.url);
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        sent.push(commandName ?? '');
        return next(args);
      },
    { step: 'initialize' },
  );
  return { sent, journal: dynamoRecords(client, TABLE).journal };
}

const says = (why: string) => ({ kind: 'working', row: 'promote', undo: false, why }) as const;

describe('a journal', () => {
  it('is not looked at anew to append what depends on it, while nobody else writes', async () => {
    const { journal, sent } = counted();
    const { id } = aRun();
    await journal.append(id, 1, says('a'));
    sent.length = 0;
    const unless = (entries: readonly unknown[]): boolean => entries.length > 3;
    for (const at of [2, 3, 4]) expect(await journal.append(id, at, says('b'), unless)).toMatchObject({ seq: at });
    expect(sent.filter((command) => command.startsWith('Query'))).toEqual([]);
    expect(sent.length).toBe(3);
    expect(await journal.append(id, 5, says('c'), unless)).toBeNull();
  });

  it('says no for what somebody else wrote meanwhile', async () => {
    const [one, other] = [counted().journal, counted().journal];
    const { id } = aRun();
    const isTold = (entries: readonly { readonly kind: string }[]): boolean => entries.some(({ kind }) => kind === 'abort');
    await one.append(id, 1, says('a'));
    await other.append(id, 2, { kind: 'abort', by: { id: 'U0REQUESTER', via: 'slack' } });
    expect(await one.append(id, 3, says('b'), isTold)).toBeNull();
    expect(await one.read(id)).toHaveLength(2);
  });
});
