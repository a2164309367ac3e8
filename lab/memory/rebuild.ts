import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Rebuild, Rebuilding } from '../../orchestrator/ports/rebuild.ts';
import type { MemoryKept } from './region/kept.ts';
import type { MemoryRegion } from './region/memory-region.ts';
import { Server } from './region/server.ts';
import type { TwoRegions } from './two-regions.ts';

/** What a database, and a snapshot of one, cost in this world, US dollars a day. */
const PER_DAY = { instance: 9, snapshot: 0.25 } as const;

/** Making databases anew in the in-memory world, where a snapshot takes as long as a copy does. */
export function rebuildOf(regions: TwoRegions): Rebuild {
  const { names, timing } = regions;
  const otherThan = (name: Region): MemoryRegion => regions.region(name === names.primary ? names.dr : names.primary);
  const isThere = ({ server }: MemoryRegion): boolean => server.madeAt !== Number.POSITIVE_INFINITY;
  const keep = (region: MemoryRegion, { keptAs }: Rebuilding, kind: MemoryKept['kind'], madeAt: number): void => {
    const name = `${region.name}-${kind}-${keptAs}`;
    if (!region.kept.has(name)) region.kept.set(name, { name, keptAs, kind, madeAt, perDay: PER_DAY[kind] });
  };
  const wasSetAside = ({ kept }: MemoryRegion): boolean => [...kept.values()].some(({ kind }) => kind === 'instance');
  return {
    obstacles: async (name) => regions.at(() => [...regions.region(name).reach().unmakable]),
    look: async (name) =>
      regions.at((now) => {
        const region = regions.region(name).reach();
        return isThere(region)
          ? { database: region.server.status(now), perDay: PER_DAY.instance }
          : { database: null, perDay: null };
      }),
    kept: async (name) =>
      regions.at((now) =>
        [...regions.region(name).reach().kept.values()].map(({ madeAt, ...kept }) => ({ ...kept, isMade: madeAt <= now })),
      ),
    snapshot: async (rebuilding) =>
      regions.at((now) => keep(regions.region(rebuilding.region).change(), rebuilding, 'snapshot', now + timing.copying)),
    setAside: async (rebuilding) =>
      regions.at((now) => {
        const region = regions.region(rebuilding.region).change();
        if (!isThere(region)) return;
        if (region.server.inRecovery) throw new Refused(`The database in ${region.name} is a replica, and is not set aside.`);
        keep(region, rebuilding, 'instance', now);
        region.zonesMeant = region.zones;
        region.server = new Server(null, now);
        region.server.madeAt = Number.POSITIVE_INFINITY;
      }),
    replicate: async (name) =>
      regions.at((now) => {
        const region = regions.region(name).change();
        if (isThere(region)) return;
        if (!wasSetAside(region)) throw new Refused(`Nothing was set aside in ${name}, so that nothing says what to make.`);
        const source = otherThan(name);
        region.server = new Server(source.name, now);
        region.server.wal = source.reach().server.wal;
        region.server.madeAt = now + timing.copying;
        region.zones = 1;
      }),
    differences: async (name) =>
      regions.at(() => {
        const region = regions.region(name).reach();
        if (region.zones === region.zonesMeant || !wasSetAside(region)) return [];
        return [`${name}: Multi-AZ ${onOff(region.zones)} instead of ${onOff(region.zonesMeant)}.`];
      }),
    restore: async (name) =>
      regions.at(() => {
        const region = regions.region(name).change();
        if (!region.server.inRecovery) throw new Refused(`The database in ${name} is no replica, and is left as it is.`);
        region.zones = region.zonesMeant;
      }),
  };
}

const onOff = (zones: 1 | 2): string => (zones === 2 ? 'on' : 'off');
