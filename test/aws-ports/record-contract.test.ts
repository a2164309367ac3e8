import { describe, expect, it } from 'vitest';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { type Dns, openDomain } from '../../orchestrator/aws/domain.ts';
import { awsTraffic } from '../../orchestrator/aws/traffic.ts';
import { locator } from '../../orchestrator/aws/whereabouts.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { WorldHarness } from '../contracts/harness.ts';
import { inFreshWorld } from '../contracts/in-world.ts';
import { describeTraffic } from '../contracts/traffic.ts';
import { makeMemoryWorld, memoryHarness } from '../memory/memory-harness.ts';
import { scriptedAws } from './scripted-aws.ts';
import { byRecords, config, shop } from './shop.ts';
import { zonesBefore } from './zones-before-memory.ts';

const { id: own } = platformOnAws(config).hostedZone;
const INTERNAL = { zone: 'ZELSEWHERE', name: `internal.${shop.domain}` } as const;
/** An address for each load balancer. */
const ADDRESSES = Object.fromEntries(
  (['primary', 'dr'] as const).map((side, index) => [new URL(shop.aws.balancers[side].url).hostname, `192.0.2.${index + 1}`]),
);
/** A move takes a minute, and each look is an answer of the SDK in real time. */
const LOOK_EVERY_MS = 5_000;
const by = { run: 'DR-1', epoch: 1 };

/** The adapter that changes records of two zones, over a Route 53 that the in-memory world stands behind. */
async function makeRecordsHarness(): Promise<WorldHarness & { leads(name: string): string }> {
  const memory = makeMemoryWorld();
  const home = new URL(shop.aws.balancers.primary.url).hostname;
  const zones = zonesBefore(memory, { [own]: { [shop.domain]: home }, [INTERNAL.zone]: { [INTERNAL.name]: home } });
  const application = byRecords([
    { name: shop.domain, type: 'A' },
    { ...INTERNAL, type: 'A' },
  ]);
  const dns: Dns = {
    nameServers: async () => ['192.0.2.53'],
    resolve: async (name) => [ADDRESSES[name === shop.domain ? zones.leads(name) : name] ?? name],
  };
  const { clients } = scriptedAws(zones.script, { maxAttempts: 1 });
  const domain = openDomain(shop.domain, platformOnAws(config).hostedZone.name, dns);
  const traffic = awsTraffic(config, application, clients, locator(config, application, domain, dns), memory.clock);
  return { ...memoryHarness(memory, LOOK_EVERY_MS), world: { ...memory, traffic }, leads: zones.leads };
}

describeTraffic('AWS by records', makeRecordsHarness);

describe('the records of AWS', () => {
  it('are no flags, and all lead where users are answered', async () => {
    const { world, regions, until, leads } = await makeRecordsHarness();
    await world.traffic.shift(regions.dr, by);
    expect(await world.traffic.look()).toEqual({ answers: null, flags: null });
    await until('DNS answers the DR Region', async () => (await world.traffic.look()).answers === regions.dr);
    for (const name of [shop.domain, INTERNAL.name]) expect(leads(name)).toContain(regions.dr);
  });

  it(
    'do not shift traffic, and say so, while us-east-1 is dead, and do when it is back',
    inFreshWorld(makeRecordsHarness, async ({ world, regions, kill, heal, checksTurned, until }) => {
      expect(regions.primary).toBe('us-east-1');
      await kill(regions.primary);
      await expect(world.traffic.shift(regions.dr, by)).rejects.toThrow(Unavailable);
      await checksTurned();
      expect((await world.traffic.look()).answers).toBe(regions.primary);
      await heal(regions.primary);
      await world.traffic.shift(regions.dr, by);
      await until('DNS answers the DR Region', async () => (await world.traffic.look()).answers === regions.dr);
    }),
  );
});
