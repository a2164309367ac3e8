import type { FreshRegions } from './fresh-regions.ts';

type Make = () => Promise<FreshRegions>;

/** The applications that run now, each in Regions of its own. */
export interface Hosted {
  isEmpty(): boolean;
  /** The Regions of the application that something is named after; those of the first where it is named after none. */
  of(name: string): FreshRegions;
  /** Has an application run beside the others. */
  add(id: string, make: Make): Promise<void>;
  /** Ends all of them, and has this one run. */
  renew(id: string, make: Make): Promise<void>;
  stop(): Promise<void>;
}

/** None yet, of those that may run. */
export function hostApplications(ids: readonly string[]): Hosted {
  const all = new Map<string, FreshRegions>();
  const stop = async (): Promise<void> => {
    for (const { world } of all.values()) await world.stop();
  };
  return {
    isEmpty: () => all.size === 0,
    of: (name) => {
      const [first = '', ...others] = ids;
      const id = others.find((each) => new RegExp(`\\b${each}\\b`).test(name)) ?? first;
      const found = all.get(id);
      if (found === undefined) throw new Error(`${id} is not there yet.`);
      return found;
    },
    add: async (id, make) => {
      all.set(id, await make());
    },
    renew: async (id, make) => {
      await stop();
      const made = await make();
      all.clear();
      all.set(id, made);
    },
    stop,
  };
}
