import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsClients } from '../../orchestrator/aws/clients.ts';
import { rdsDatabase } from '../../orchestrator/aws/database.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { config, dr, shop } from './shop.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const stop of stops.splice(0)) stop();
});

/** The database over real sockets, with an endpoint from the environment, as the emulators give one. */
async function databaseAt(answer: RequestListener) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL_RDS', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  return { database: rdsDatabase(config, shop, awsClients()), asked: () => asked };
}

const available: RequestListener = (_, response) => {
  response.end(`<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>
    <DBInstanceStatus>available</DBInstanceStatus></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`);
};

describe('a client of AWS', () => {
  it('goes to the endpoint that the environment names', async () => {
    const { database } = await databaseAt(available);
    expect(await database.status(dr)).toEqual({ state: 'available', replicaOf: null });
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => {}],
    ['hangs up', (request) => void request.socket.destroy()],
    ['stops in the middle', (_, response) => void response.writeHead(200, { 'content-length': '1000' }).write('<Describe')],
  ])('gives up after two attempts when AWS %s', async (_, answer) => {
    const { database, asked } = await databaseAt(answer);
    await expect(database.status(dr)).rejects.toThrow(Unavailable);
    expect(asked()).toBe(2);
  });
});
