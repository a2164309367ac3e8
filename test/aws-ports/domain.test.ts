import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { type Dns, openDns, openDomain } from '../../orchestrator/aws/domain.ts';
import { locator } from '../../orchestrator/aws/whereabouts.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { config, dr, primary, shop } from './shop.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A name server on the loopback that knows these addresses; a name it does not know does not exist. */
async function nameServer(names: Readonly<Record<string, readonly string[]>>) {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (message, { port, address }) => {
    asked += 1;
    const { id, questions = [] } = decode(message);
    const [{ name } = { name: '' }] = questions;
    const found = names[name];
    const answers = (found ?? []).map((data) => ({ type: 'A' as const, name, ttl: 60, data }));
    const flags = found === undefined ? 3 : 0;
    socket.send(encode({ type: 'response', ...(id === undefined ? {} : { id }), flags, questions, answers }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  stops.push(() => socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked: () => asked };
}

/** The zone's name servers, found without asking the world. */
const delegated = (servers: readonly string[], real: Dns = openDns()): Dns => ({
  nameServers: async () => servers,
  resolve: async (name, asked) => (servers.includes(name) ? [name] : real.resolve(name, asked)),
});

describe('the domain', () => {
  it('has the addresses that the zone’s own name servers give, asked anew every time', async () => {
    const server = await nameServer({ [shop.domain]: ['192.0.2.2', '192.0.2.1'] });
    const domain = openDomain(shop.domain, 'my-projects-aws.site', delegated([server.address]));
    expect(await domain.addresses()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await domain.addresses()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(server.asked()).toBe(2);
  });

  it('has none while the name servers do not agree yet', async () => {
    const before = await nameServer({ [shop.domain]: ['192.0.2.1'] });
    const after = await nameServer({ [shop.domain]: ['192.0.2.2'] });
    const domain = openDomain(shop.domain, 'my-projects-aws.site', delegated([before.address, after.address]));
    expect(await domain.addresses()).toEqual([]);
  });

  it('has what the others give when one of the name servers knows nothing', async () => {
    const knowing = await nameServer({ [shop.domain]: ['192.0.2.1'] });
    const ignorant = await nameServer({});
    const domain = openDomain(shop.domain, 'my-projects-aws.site', delegated([ignorant.address, knowing.address]));
    expect(await domain.addresses()).toEqual(['192.0.2.1']);
  });

  it('has none when it does not exist', async () => {
    const server = await nameServer({});
    const domain = openDomain(shop.domain, 'my-projects-aws.site', delegated([server.address]));
    expect(await domain.addresses()).toEqual([]);
  });

  it('looks for the name servers again after they could not be found', async () => {
    const server = await nameServer({ [shop.domain]: ['192.0.2.1'] });
    const found = delegated([server.address]);
    let failures = 1;
    const nameServers = async (zone: string) => {
      if (failures-- > 0) throw new Error('queryNs ETIMEOUT');
      return found.nameServers(zone);
    };
    const domain = openDomain(shop.domain, 'my-projects-aws.site', { ...found, nameServers });
    await expect(domain.addresses()).rejects.toThrow(Unavailable);
    expect(await domain.addresses()).toEqual(['192.0.2.1']);
  });
});

describe('the whereabouts of the domain', () => {
  const BALANCERS = {
    'shop-1234567890.us-east-1.elb.amazonaws.com': ['192.0.2.1', '192.0.2.2'],
    'shop-1234567890.us-west-2.elb.amazonaws.com': ['192.0.2.3'],
  };
  const leading = async (to: readonly string[], balancers: Readonly<Record<string, readonly string[]>> = BALANCERS) => {
    const server = await nameServer({ ...balancers, [shop.domain]: to });
    const dns = openDns([server.address]);
    return locator(config, shop, openDomain(shop.domain, 'my-projects-aws.site', dns), dns)();
  };

  it.each([
    ['192.0.2.2', primary],
    ['192.0.2.3', dr],
    ['192.0.2.9', null],
  ])('with %s is %s', async (address, region) => {
    expect(await leading([address])).toEqual({ address, region });
  });

  it('is nowhere without an address', async () => {
    expect(await leading([])).toBeNull();
  });

  it('is known although the other load balancer’s name is gone', async () => {
    const { 'shop-1234567890.us-west-2.elb.amazonaws.com': left } = BALANCERS;
    expect(await leading(['192.0.2.3'], { 'shop-1234567890.us-west-2.elb.amazonaws.com': left })).toEqual({
      address: '192.0.2.3',
      region: dr,
    });
  });
});
