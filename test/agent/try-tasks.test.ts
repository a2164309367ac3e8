import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryTasks } from '../../orchestrator/agent/try-tasks.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';

describe('tasks that the agent tries', () => {
  const orders = new Set<string>();
  let keeps = true;
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const { id } = JSON.parse(await text(request)) as { id: string };
      if (keeps) orders.add(id);
      return void response.writeHead(201).end();
    }
    const [, id] = /^\/api\/orders\/(.+)$/.exec(request.url ?? '') ?? [];
    response.writeHead(id === undefined || orders.has(id) ? 200 : 404).end();
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const door = (path: string) => ({ address: '127.0.0.1', port: (server.address() as AddressInfo).port, path });
  const doors = () => ({ reads: [door('/'), door('/api/orders')], writes: door('/api/orders') });

  it('read and write where an order can be read back', async () => {
    expect(await tryTasks(doors())).toEqual({ readOk: true, writeOk: true });
  });

  it('do not write where an order is acknowledged and gone', async () => {
    keeps = false;
    expect(await tryTasks(doors())).toEqual({ readOk: true, writeOk: false });
    keeps = true;
  });

  it('do not read where one path is missing', async () => {
    expect(await tryTasks({ ...doors(), reads: [door('/'), door('/api/orders/none')] })).toMatchObject({ readOk: false });
  });

  it('are asked again where nobody listens', async () => {
    const nobody = { address: '127.0.0.1', port: 1, path: '/' };
    await expect(tryTasks({ reads: [nobody], writes: nobody })).rejects.toThrow(Unavailable);
  });
});
