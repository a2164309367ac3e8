import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { freePort } from '../../lab/process/free-port.ts';

const RANGE = { lowest: 14_000, highest: 14_400 };
const MANY = 100;

/** Ports that another thread was given, which does not use them yet. */
async function givenElsewhere(): Promise<{ ports: readonly number[]; stop(): Promise<unknown> }> {
  const module = new URL('../../lab/process/free-port.ts', import.meta.url).href;
  const source = `
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(module)}).then(async ({ freePort }) => {
      const ports = [];
      for (let index = 0; index < ${MANY}; index++) ports.push(await freePort(${JSON.stringify(RANGE)}));
      parentPort.on('message', () => {});
      parentPort.postMessage(ports);
    });`;
  const worker = new Worker(source, { eval: true });
  const [ports] = await once(worker, 'message');
  return { ports, stop: () => worker.terminate() };
}

it('gives a port once, although nobody listens on it yet: neither here nor elsewhere', async () => {
  const elsewhere = await givenElsewhere();
  const here: number[] = [];
  for (let index = 0; index < MANY; index++) here.push(await freePort(RANGE));
  expect(new Set([...here, ...elsewhere.ports]).size).toBe(2 * MANY);
  await elsewhere.stop();
});
