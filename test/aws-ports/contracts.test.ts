import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { mayLogin, rowsIn } from '../../lab/memory/region/wal.ts';
import type { Dns } from '../../orchestrator/aws/domain.ts';
import { httpsProbe } from '../../orchestrator/aws/probe.ts';
import { awsReadiness } from '../../orchestrator/aws/readiness/readiness.ts';
import { awsWorld } from '../../orchestrator/aws/world.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import { describeAgent } from '../contracts/agent.ts';
import { describeClock } from '../contracts/clock.ts';
import { describeDatabase } from '../contracts/database.ts';
import { describeDrills } from '../contracts/drills.ts';
import type { WorldHarness } from '../contracts/harness.ts';
import { describeProbe } from '../contracts/probe.ts';
import { describeReadiness } from '../contracts/readiness.ts';
import { describeRebuild } from '../contracts/rebuild.ts';
import { describeServices } from '../contracts/services.ts';
import { describeStorage } from '../contracts/storage.ts';
import { describeFlags, describeTraffic } from '../contracts/traffic.ts';
import { makeMemoryWorld, memoryHarness } from '../memory/memory-harness.ts';
import { answering, awsBefore } from './aws-before-memory.ts';
import { withBuckets } from './buckets-before-memory.ts';
import { withDrills } from './drills-before-memory.ts';
import { withRebuild } from './rebuild-before-memory.ts';
import { type Asked, type Script, scriptedAws } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';
import { stockedRegions } from './stocked-regions.ts';

/** Adapters answer in real time, so that whoever waits in virtual time looks less often. */
const LOOK_EVERY_MS = 5_000;
const ADDRESSES: Readonly<Record<Region, string>> = { [primary]: '192.0.2.1', [dr]: '192.0.2.2' };

/** The load balancer of a Region of the in-memory world. */
async function balancer(world: MemoryWorld, name: Region) {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const region = world.regions.region(name);
    if (!region.isReachable) return void response.destroy();
    const body = request.method === 'POST' ? JSON.parse(await text(request)) : null;
    const status = world.regions.at((now): number => {
      const { server, services } = region;
      if (!services.canServe(now) || !mayLogin(server.wal)) return 503;
      if (body !== null) return server.write(now, body.id) ? 201 : 503;
      const [, id] = /^\/api\/orders\/(.+)$/.exec(request.url ?? '') ?? [];
      return id === undefined || rowsIn(server.wal).includes(id) ? 200 : 404;
    });
    response.writeHead(status, { 'x-region': name }).end();
  };
  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A script that answers where the Region can be reached. */
const reachable = (world: MemoryWorld, script: Script): Script =>
  Object.fromEntries(
    Object.entries(script).map(([operation, answer]) => [
      operation,
      (asked: Asked) => {
        world.regions.region(asked.region).reach();
        return answer(asked);
      },
    ]),
  );

/** The world of AWS's adapters, over an AWS that the in-memory world stands behind. */
async function makeAwsHarness(): Promise<WorldHarness> {
  const memory = makeMemoryWorld();
  const harness = memoryHarness(memory, LOOK_EVERY_MS);
  const script = withBuckets(memory, withRebuild(memory, withDrills(memory, awsBefore(memory))));
  const { clients } = scriptedAws(script, { maxAttempts: 1 });
  const answers = async (): Promise<Region> => memory.regions.names[memory.regions.at((now) => memory.regions.dns.answer(now))];
  const dns: Dns = {
    nameServers: async () => ['192.0.2.53'],
    resolve: async (name) => [ADDRESSES[name === shop.domain ? await answers() : name.includes(dr) ? dr : primary] ?? ''],
  };
  const [inPrimary, inDr] = await Promise.all([balancer(memory, primary), balancer(memory, dr)]);
  const balancers = { primary: { name: 'shop', url: inPrimary.url }, dr: { name: 'shop', url: inDr.url } };
  const locate = async () => ({ address: '127.0.0.1', region: await answers() });
  const probe = httpsProbe(config, { ...shop, aws: { ...shop.aws, balancers } }, locate);
  const ready = scriptedAws(answering(memory, reachable(memory, stockedRegions())), { maxAttempts: 1 });
  const readiness = awsReadiness(config, shop, ready.clients);
  return {
    ...harness,
    world: { ...awsWorld(config, shop, clients, dns), clock: memory.clock, probe, readiness },
    stop: async () => {
      for (const { server } of [inPrimary, inDr]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

const name = 'AWS';

describeClock(name, () => awsWorld(config, shop, scriptedAws({}).clients).clock);
describeDatabase(name, makeAwsHarness);
describeAgent(name, makeAwsHarness);
describeServices(name, makeAwsHarness);
describeTraffic(name, makeAwsHarness);
describeFlags(name, makeAwsHarness);
describeProbe(name, makeAwsHarness);
describeDrills(name, makeAwsHarness);
describeRebuild(name, makeAwsHarness);
describeStorage(name, makeAwsHarness);
describeReadiness(name, makeAwsHarness);
