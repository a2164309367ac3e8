import { describe, expect, it } from 'vitest';
import { type MemoryWorld, memoryWorld } from '../../lab/memory/memory-world.ts';
import { rdsDatabase } from '../../orchestrator/aws/database.ts';
import { recordTraffic } from '../../orchestrator/aws/record-change.ts';
import { ecsServices } from '../../orchestrator/aws/services.ts';
import type { Application } from '../../orchestrator/config.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { awsBefore } from '../aws-ports/aws-before-memory.ts';
import { type Asked, jsonFault, type Script, scriptedAws, xml, xmlFault } from '../aws-ports/scripted-aws.ts';
import { shop } from '../aws-ports/shop.ts';
import { configOf, rehearseMany, storyOf, withoutDrift } from './many.ts';
import { config, dr, primary } from './rehearsal.ts';

/**
 * Requests a second that an account is answered, in a Region: Route 53 as in its quotas, ECS as services are read
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html), RDS as it might be on a bad day.
 */
const A_SECOND: Readonly<Record<string, number>> = { route53: 5, ecs: 20, rds: 10 };

/** Waiting shows nothing here. */
const QUICK = { promotion: 10_000, check: 5_000, healthyTask: 5_000 };

/** An account's limits, shared by all that ask: what is above them in a second is throttled. */
function account() {
  const seconds = new Map<string, number>();
  const throttled = new Map<string, number>();
  const limit = (script: Script, now: () => number): Script =>
    Object.fromEntries(
      Object.entries(script).map(([operation, answer]) => [
        operation,
        (asked: Asked) => {
          const { service, region } = asked;
          const second = `${service} ${region} ${Math.floor(now() / 1_000)}`;
          const count = (seconds.get(second) ?? 0) + 1;
          seconds.set(second, count);
          if (count <= (A_SECOND[service] ?? Number.POSITIVE_INFINITY)) return answer(asked);
          throttled.set(service, (throttled.get(service) ?? 0) + 1);
          return service === 'ecs' ? jsonFault(400, 'ThrottlingException') : xmlFault(400, 'Throttling', 'Rate exceeded');
        },
      ]),
    );
  return { limit, throttled };
}

/** A record that is changed, and spreads until DNS answers with it. */
const records = (world: MemoryWorld): Script => {
  const info = (root: string, status: string) =>
    xml(`<${root}><ChangeInfo><Id>/change/C1</Id><Status>${status}</Status></ChangeInfo></${root}>`);
  return {
    ChangeResourceRecordSets: async () => {
      await world.traffic.shift(dr, { run: 'DR-0', epoch: 0 });
      return info('ChangeResourceRecordSetsResponse', 'PENDING');
    },
    GetChange: async () => info('GetChangeResponse', (await world.traffic.look()).answers === dr ? 'INSYNC' : 'PENDING'),
  };
};

/** An application whose records are changed in the zone that it shares with all others. */
const inSharedZone = (application: Application): Application => ({
  ...application,
  aws: {
    ...shop.aws,
    traffic: 'records',
    records: [{ name: application.domain, type: 'A' }],
    balancers: { primary: { ...shop.aws.balancers.primary, zone: 'Z1' }, dr: { ...shop.aws.balancers.dr, zone: 'Z2' } },
  },
});

describe('a set of 60 applications of one account and one hosted zone', () => {
  it('is moved within what Route 53, RDS and ECS answer a second: what is throttled is asked again', {
    timeout: 120_000,
  }, async () => {
    const names = ['shop', ...Array.from({ length: 59 }, (_, index) => `app-${index}`)];
    const after = Object.fromEntries(names.map((name) => [name, []]));
    const { limit, throttled } = account();
    const through = (world: MemoryWorld, given: Application): World => {
      const application = inSharedZone(given);
      const script = limit({ ...awsBefore(world), ...records(world) }, world.clock.now);
      const { clients } = scriptedAws(script, { maxAttempts: 1 });
      const locate = async () => ({ address: '192.0.2.1', region: (await world.traffic.look()).answers });
      return {
        ...world,
        database: rdsDatabase(config, application, clients),
        services: ecsServices(config, application, clients),
        traffic: recordTraffic(config, application, clients, locate, world.clock),
      };
    };
    // The SDK loads parts of itself at the first call of a kind, in real time, and virtual hours would pass meanwhile.
    const first = memoryWorld({ application: shop, regions: { primary, dr } });
    const warm = through(first, shop);
    await Promise.all([warm.database.status(dr), warm.services.look(dr)]);
    await warm.services.scale(dr, 'backend', { min: 1, desired: 1 });
    await Promise.all([warm.database.promote(dr), warm.traffic.shift(dr, { run: 'DR-0', epoch: 0 })]);
    await warm.traffic.look();
    const many = rehearseMany(after, { config: withoutDrift(configOf(after)), timing: QUICK, through });
    const { set } = await many.ask();
    await many.untilEntry(set.id, 'asked');
    await many.approve(await many.recovery.sets.view(set.id));
    await many.untilEntry(set.id, 'set-closed');
    expect(new Set(Object.values(storyOf(await many.recovery.sets.view(set.id))))).toEqual(new Set(['succeeded']));
    for (const service of Object.keys(A_SECOND)) expect(throttled.get(service)).toBeGreaterThan(0);
  });
});
