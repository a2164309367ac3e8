import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { httpsProbe } from '../../orchestrator/aws/probe.ts';
import type { Locate } from '../../orchestrator/aws/whereabouts.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { config, dr, primary, shop } from './shop.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

interface Balancer {
  readonly url: string;
  readonly hosts: readonly (string | undefined)[];
}

/** A load balancer with the application behind it, which may be told to do without something. */
async function balancer(
  region: string | null,
  without: 'nothing' | 'reading' | 'writing' | 'keeping' = 'nothing',
): Promise<Balancer> {
  const orders = new Map<string, string>();
  const hosts: (string | undefined)[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    hosts.push(request.headers.host);
    if (region !== null) response.setHeader('x-region', region);
    const end = (status: number): void => void response.writeHead(status).end('{}');
    if (request.method === 'POST') {
      if (without === 'writing') return end(503);
      const { id } = JSON.parse(await text(request));
      if (without !== 'keeping') orders.set(`/api/orders/${id}`, id);
      return end(201);
    }
    if (request.url === '/' || request.url === '/api/orders') return end(without === 'reading' ? 502 : 200);
    end(orders.has(request.url ?? '') ? 200 : 404);
  };
  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hosts };
}

const NOWHERE = 'http://127.0.0.1:9';
const leadingTo =
  (region: string | null): Locate =>
  async () => ({ address: '127.0.0.1', region });

function probeOf({
  inPrimary = NOWHERE,
  inDr = NOWHERE,
  locate = leadingTo(dr),
}: {
  inPrimary?: string;
  inDr?: string;
  locate?: Locate;
}) {
  const balancers = { primary: { name: 'shop', url: inPrimary }, dr: { name: 'shop', url: inDr } };
  return httpsProbe(config, { ...shop, aws: { ...shop.aws, balancers } }, locate);
}

describe('the probe', () => {
  it('reads and writes through the Region’s own load balancer, by the domain’s name', async () => {
    const { url, hosts } = await balancer(dr);
    expect(await probeOf({ inDr: url }).throughBalancer(dr)).toEqual({ region: dr, readOk: true, writeOk: true });
    expect(new Set(hosts)).toEqual(new Set([shop.domain]));
  });

  it.each([
    ['reading', { readOk: false, writeOk: true }],
    ['writing', { readOk: true, writeOk: false }],
    ['keeping', { readOk: true, writeOk: false }],
  ] as const)('sees that %s does not work', async (without, reading) => {
    const { url } = await balancer(dr, without);
    expect(await probeOf({ inDr: url }).throughBalancer(dr)).toEqual({ region: dr, ...reading });
  });

  it('believes the application that it serves from another Region', async () => {
    const { url } = await balancer(primary);
    expect((await probeOf({ inDr: url }).throughBalancer(dr)).region).toBe(primary);
  });

  it('knows the Region of a load balancer with nothing behind it', async () => {
    const { url } = await balancer(null, 'reading');
    expect(await probeOf({ inDr: url }).throughBalancer(dr)).toMatchObject({ region: dr, readOk: false });
  });

  it('follows the domain to the address that DNS gives', async () => {
    const { url } = await balancer(dr);
    expect(await probeOf({ inDr: url }).throughDomain()).toEqual({ region: dr, readOk: true, writeOk: true });
  });

  it('believes the application also at an address that is no load balancer’s', async () => {
    const { url } = await balancer(dr);
    expect((await probeOf({ inPrimary: url, locate: leadingTo(null) }).throughDomain()).region).toBe(dr);
  });

  it('does not guess a Region', async () => {
    const { url } = await balancer(null);
    await expect(probeOf({ inPrimary: url, locate: leadingTo(null) }).throughDomain()).rejects.toThrow(/in which Region/);
  });

  it('gives up on a load balancer that stops in the middle of its answer', async () => {
    const server = createServer((_, response) => void response.writeHead(200, { 'content-length': '9' }).write('<'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    stops.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(probeOf({ inDr: url }).throughBalancer(dr)).rejects.toThrow(Unavailable);
  });

  it('gets no answer where nothing listens, and no address where DNS gives none', async () => {
    await expect(probeOf({}).throughBalancer(primary)).rejects.toThrow(Unavailable);
    await expect(probeOf({ locate: async () => null }).throughDomain()).rejects.toThrow(/DNS gives no address/);
  });
});
