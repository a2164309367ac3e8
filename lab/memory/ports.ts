import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { ProbeReading, World } from '../../orchestrator/ports/world.ts';
import { drillsOf } from './drills.ts';
import { rebuildOf } from './rebuild.ts';
import type { MemoryRegion } from './region/memory-region.ts';
import { mayLogin, rowsIn } from './region/wal.ts';
import type { TwoRegions } from './two-regions.ts';

/** At most this many keys of stranded writes are listed. */
const LISTED_KEYS = 100;

type Ports = Omit<World, 'clock'>;

/** The ports of the in-memory world. */
export function portsOf(regions: TwoRegions): Ports {
  return {
    database: databaseOf(regions),
    agent: agentOf(regions),
    services: servicesOf(regions),
    traffic: trafficOf(regions),
    probe: probeOf(regions),
    storage: storageOf(regions),
    readiness: { risks: async () => regions.hiddenRisks },
    drills: drillsOf(regions),
    rebuild: rebuildOf(regions),
  };
}

const databaseOf = (regions: TwoRegions): Ports['database'] => ({
  status: async (name) =>
    regions.at((now) => {
      const { server } = regions.region(name).reach();
      if (server.madeAt === Number.POSITIVE_INFINITY) throw new Refused(`There is no database in ${name}.`);
      return server.status(now);
    }),
  promote: async (name) =>
    regions.at((now) => {
      const { server } = regions.region(name).change();
      if (server.status(now).state === 'backing-up') throw new Refused(`The database in ${name} is being backed up.`);
      if (server.inRecovery) server.promotedAt ??= now + regions.timing.promotion;
    }),
});

function agentOf(regions: TwoRegions): Ports['agent'] {
  const serverOf = (name: Region) => regions.region(name).reach().answering(regions.clock.now());
  return {
    observe: async (name) => regions.at(() => serverOf(name).observe()),
    fence: async (name) =>
      regions.at((now) => {
        serverOf(name).fence(now);
        return serverOf(name).observe();
      }),
    open: async (name) =>
      regions.at((now) => {
        serverOf(name).open(now);
        return serverOf(name).observe();
      }),
    mark: async (name, marker) => regions.at((now) => serverOf(name).mark(now, marker)),
    stranded: async (old, current, since) =>
      regions.at(() => {
        const arrived = new Set(rowsIn(serverOf(current).wal));
        const stranded = rowsIn(serverOf(old).wal, since).filter((id) => !arrived.has(id));
        return { count: stranded.length, keys: stranded.slice(0, LISTED_KEYS) };
      }),
  };
}

const servicesOf = (regions: TwoRegions): Ports['services'] => ({
  look: async (name) => regions.at((now) => regions.region(name).reach().services.look(now)),
  scale: async (name, service, capacity) =>
    regions.at((now) => regions.region(name).change().services.scale(service, capacity, now)),
});

function trafficOf(regions: TwoRegions): Ports['traffic'] {
  const { dns, names } = regions;
  return {
    look: async () =>
      regions.at((now) => ({
        answers: names[dns.answer(now)],
        flags: { dr: dns.flags.dr.state, control: dns.flags.control.state },
      })),
    shift: async (to) =>
      regions.at(() => {
        const isFrozen = regions.region(names.dr).condition === 'frozen';
        const takesChanges = [...(isFrozen ? [] : [dns.flags.dr]), dns.flags.control].filter(({ isReachable }) => isReachable);
        if (takesChanges.length === 0) throw new Unavailable('Neither flag can be changed.');
        for (const flag of takesChanges) flag.isPresent = to === names.dr;
      }),
  };
}

function probeOf(regions: TwoRegions): Ports['probe'] {
  let probes = 0;
  const request = (region: MemoryRegion, now: number): ProbeReading => {
    const { server, services } = region.reach();
    const readOk = services.canServe(now) && server.answers(now) && mayLogin(server.wal);
    return { region: region.name, readOk, writeOk: readOk && server.write(now, `probe-${region.name}-${++probes}`) };
  };
  return {
    throughBalancer: async (name) => regions.at((now) => request(regions.region(name), now)),
    throughDomain: async () => regions.at((now) => request(regions.region(regions.names[regions.dns.answer(now)]), now)),
  };
}

const storageOf = (regions: TwoRegions): Ports['storage'] => ({
  backlog: async (from, to) =>
    regions.at(() => {
      const [source, target] = [regions.region(from).reach(), regions.region(to)];
      return [...source.objects.keys()].filter((key) => !target.objects.has(key)).length;
    }),
});
