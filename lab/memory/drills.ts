import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Drill, Drills } from '../../orchestrator/ports/drills.ts';
import { MemoryDrill } from './region/drill.ts';
import type { MemoryRegion } from './region/memory-region.ts';
import type { TwoRegions } from './two-regions.ts';

/** Drills of the in-memory world. While a copy is made, the Region's own database is backed up for half of the time. */
export function drillsOf(regions: TwoRegions): Drills {
  const { timing } = regions;
  const reach = (drill: Drill): MemoryRegion => regions.region(drill.region).reach();
  const of = (region: MemoryRegion, { run }: Drill): MemoryDrill => {
    const found = region.drills.get(run);
    if (found === undefined) throw new Refused(`There is no copy of ${run} in ${region.name}.`);
    return found;
  };
  const made = (region: MemoryRegion, drill: Drill, now: number) => {
    const found = of(region, drill);
    if (!found.answers(now)) throw new Unavailable(`The copy of ${drill.run} does not answer.`);
    return found.server;
  };
  let probes = 0;
  return {
    obstacles: async (name, source) =>
      regions.at(() => {
        const { obstacles } = regions.region(name).reach();
        return source === 'replica' ? obstacles : [];
      }),
    look: async (drill) => regions.at((now) => reach(drill).drills.get(drill.run)?.look(now) ?? { database: null, tasks: [] }),
    copy: async (drill) =>
      regions.at((now) => {
        const region = regions.region(drill.region).change();
        if (region.drills.has(drill.run)) return;
        const { server } = region;
        if (server.status(now).state !== 'available') throw new Refused(`The database in ${drill.region} cannot be copied now.`);
        server.backedUpAt = now + timing.copying / 2;
        region.drills.set(drill.run, new MemoryDrill(server, region.name, now, timing));
      }),
    restore: async (drill) =>
      regions.at((now) => {
        const region = regions.region(drill.region).change();
        if (!region.drills.has(drill.run)) region.drills.set(drill.run, new MemoryDrill(region.server, null, now, timing));
      }),
    promote: async (drill) =>
      regions.at((now) => {
        const server = made(regions.region(drill.region).change(), drill, now);
        if (server.inRecovery) server.promotedAt ??= now + timing.promotion;
      }),
    observe: async (drill) => regions.at((now) => made(reach(drill), drill, now).observe()),
    mark: async (drill, marker) => regions.at((now) => made(reach(drill), drill, now).mark(now, marker)),
    open: async (drill) =>
      regions.at((now) => {
        const server = made(reach(drill), drill, now);
        server.open(now);
        return server.observe();
      }),
    start: async (drill) => regions.at((now) => of(regions.region(drill.region).change(), drill).start(regions.services, now)),
    probe: async (drill) =>
      regions.at((now) => {
        const found = of(reach(drill), drill);
        const readOk = found.canServe(now);
        return { region: drill.region, readOk, writeOk: readOk && found.server.write(now, `probe-${drill.run}-${++probes}`) };
      }),
    remove: async (drill) => regions.at((now) => regions.region(drill.region).change().drills.get(drill.run)?.remove(now)),
    leftovers: async (name) => regions.at(() => [...regions.region(name).reach().drills.keys()]),
  };
}
