import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { TTL_ATTRIBUTE } from '../../orchestrator/aws/records/table.ts';
import { aCost, aTest } from '../contracts/samples.ts';

let started: Awaited<ReturnType<typeof startRecords>>;
beforeAll(async () => {
  started = await startRecords();
});
afterAll(() => started.stop());

it('test results and costs may be deleted 400 days after their time', async () => {
  const client = labDynamoClient(started.url);
  const { tests, costs } = dynamoRecords(client, TABLE);
  await tests.add(aTest({ at: Date.parse('2026-11-27T06:00:00Z') }));
  await costs.record(aCost({ day: '2026-11-26' }));
  const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
  const ends = Items.map((item) => new Date(Number(item[TTL_ATTRIBUTE]) * 1_000).toISOString());
  expect(ends.toSorted()).toEqual(['2027-12-31T00:00:00.000Z', '2028-01-01T06:00:00.000Z']);
});
