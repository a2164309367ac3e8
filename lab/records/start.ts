import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { dynamoClient } from '../../orchestrator/aws/dynamo-client.ts';
import { tableDefinition } from '../../orchestrator/aws/records/table.ts';

/** The lab's table of records. */
export const TABLE = 'dr-platform';

/** A client for the lab's records; dynalite takes any credentials. */
export const labDynamoClient = (url: string): DynamoDBDocumentClient =>
  dynamoClient({ endpoint: url, region: 'us-east-2', credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' } });

/** Starts DynamoDB (dynalite, in this process, in memory) on a free loopback port, with the table in it. */
export async function startRecords(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createTable(url);
  return {
    url,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A slow machine may send the request twice: a table that is there already is the one that was asked for. */
async function createTable(url: string): Promise<void> {
  const client = labDynamoClient(url);
  await client.send(new CreateTableCommand(tableDefinition(TABLE))).catch((error: Error) => {
    if (error.name !== 'ResourceInUseException') throw error;
  });
  const isActive = async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
    return Table?.TableStatus === 'ACTIVE';
  };
  while (!(await isActive())) await setTimeout(5);
  client.destroy();
}
