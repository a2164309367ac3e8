import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { useApplication } from '../../lab/users/user.ts';

it('waits before it tries again, when a write of a user failed, however fast that user writes', async () => {
  const askedAt: number[] = [];
  const server = createServer((_, response) => {
    askedAt.push(performance.now());
    response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let failed = 0;
  await useApplication(
    { domain: 'app.example', dnsPort: 0, routes: { '10.0.0.1': port }, count: 1, thinkMs: 0, patienceMs: 10_000 },
    { resolve: async () => ({ address: '10.0.0.1', ttlMs: 60_000 }), close: () => {} },
    { acknowledged: () => {}, failed: () => failed++ },
    () => failed === 2,
  );
  const [first = 0, second = 0] = askedAt;
  expect(askedAt).toHaveLength(2);
  expect(second - first).toBeGreaterThan(100);
});
