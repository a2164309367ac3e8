import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { type Dns, openDns, openDomain } from '../../orchestrator/aws/domain.ts';
import { locator } from '../../orchestrator/aws/whereabouts.ts';
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
  it('is what each of the zone’s own name servers says, asked anew every time', async () => {
    const one = await nameServer({ [shop.domain]: ['192.0.2.1'] });
    const other = await nameServer({ [shop.domain]: ['192.0.2.2'] });
    const domain = openDomain(shop.domain, 'my-projects-aws.site', delegated([one.address, other.address]));
    for (let time = 0; time < 2; time++) expect(await domain.answers()).toEqual([['192.0.2.1'], ['192.0.2.2']]);
    expect([one.asked(), other.asked()]).toEqual([2, 2]);
  });

  it('is what the others say when one of the name servers keeps silent: nobody waits for it', async () => {
    const knowing = await nameServer({ [shop.domain]: ['192.0.2.1'] });
    const found = delegated(['silent.example', knowing.address]);
    const resolve: Dns['resolve'] = (name, asked) =>
      asked?.[0] === 'silent.example' ? new Promise(() => undefined) : found.resolve(name, asked);
    expect(await openDomain(shop.domain, 'my-projects-aws.site', { ...found, resolve }).answers()).toEqual([['192.0.2.1']]);
  });

  it('is what the others say when one of the name servers knows nothing, and nothing when none does', async () => {
    const knowing = await nameServer({ [shop.domain]: ['192.0.2.1'] });
    const ignorant = await nameServer({});
    const asked = (...servers: readonly string[]) =>
      openDomain(shop.domain, 'my-projects-aws.site', delegated(servers)).answers();
    expect(await asked(ignorant.address, knowing.address)).toEqual([['192.0.2.1']]);
    expect(await asked(ignorant.address)).toEqual([]);
  });

  it.each(['nameServers', 'resolve'] as const)(
    'is looked for again after its name servers could not be found: %s',
    async (how) => {
      const server = await nameServer({ [shop.domain]: ['192.0.2.1'] });
      const found = delegated([server.address]);
      let failures = 1;
      const failing = async (...asked: [string, (readonly string[])?]) => {
        if (failures-- > 0) throw new Error('queryNs ETIMEOUT');
        return found[how](...asked);
      };
      const domain = openDomain(shop.domain, 'my-projects-aws.site', { ...found, [how]: failing });
      expect(await domain.answers()).toEqual([]);
      expect(await domain.answers()).toEqual([['192.0.2.1']]);
    },
  );
});

describe('the whereabouts of the domain', () => {
  const [PRIMARY, DR] = ['us-east-1.app.my-projects-aws.site', 'us-west-2.app.my-projects-aws.site'];
  const BALANCERS = { [PRIMARY]: ['192.0.2.1', '192.0.2.2'], [DR]: ['192.0.2.3'] };

  const led = async (
    answers: readonly (readonly string[])[],
    balancers: Readonly<Record<string, readonly string[]>> = BALANCERS,
  ) => {
    const dns = openDns([(await nameServer(balancers)).address]);
    return locator(config, shop, { answers: async () => answers }, dns)();
  };

  it.each([
    ['192.0.2.2', primary],
    ['192.0.2.3', dr],
    ['192.0.2.9', null],
  ])('with %s is %s', async (address, region) => {
    expect(await led([[address]])).toEqual({ address, region });
  });

  it('is a Region although the name servers give its addresses in another order, or not all of them', async () => {
    expect(await led([['192.0.2.9', '192.0.2.1'], ['192.0.2.2', '192.0.2.1'], ['192.0.2.2']])).toMatchObject({ region: primary });
  });

  it('is nowhere while the name servers lead to different Regions', async () => {
    expect(await led([['192.0.2.1'], ['192.0.2.3']])).toBeNull();
  });

  it('is nowhere without an answer, or with an empty one', async () => {
    expect(await led([])).toBeNull();
    expect(await led([[]])).toBeNull();
  });

  it('is known although the other load balancer’s name is gone', async () => {
    expect(await led([['192.0.2.3']], { [DR]: ['192.0.2.3'] })).toEqual({ address: '192.0.2.3', region: dr });
  });
});
