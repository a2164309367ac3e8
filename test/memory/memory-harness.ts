import { readFileSync } from 'node:fs';
import { type MemoryWorld, type MemoryWorldOptions, memoryWorld } from '../../lab/memory/memory-world.ts';
import { type Application, parseConfig } from '../../orchestrator/config.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { WorldHarness } from '../contracts/harness.ts';

const config = parseConfig(readFileSync(new URL('../../dr.yml', import.meta.url), 'utf8'));
const { shop } = config.applications;
if (shop === undefined) throw new Error('dr.yml has no application shop.');

/** The application and the Regions of dr.yml. */
export const application: Application = { id: 'shop', ...shop };
export const regions = { primary: config.regions.primary, dr: config.regions.dr };

/** A healthy in-memory world for `shop`. */
export const makeMemoryWorld = (options: Partial<MemoryWorldOptions> = {}) => memoryWorld({ application, regions, ...options });

/** Nothing in this world takes longer than an hour. */
const LONGEST_MS = 3_600_000;
const LOOK_EVERY_MS = 100;

/** A fresh in-memory world as the contract tests see it. */
export const makeMemoryHarness = async (): Promise<WorldHarness> => memoryHarness(makeMemoryWorld());

/** An in-memory world as the contract tests see it, which look every so often (ms) when they wait. */
export function memoryHarness(world: MemoryWorld, lookEvery: number = LOOK_EVERY_MS): WorldHarness {
  const { clock } = world;
  const commit = async (region: string) => world.write(region) !== null;
  return {
    world,
    application,
    regions,
    writer: {
      commit,
      connect: async (region) => {
        const { sessions } = world.regions.region(region).server;
        const session = Symbol(region);
        sessions.add(session);
        return {
          commit: async () => sessions.has(session) && commit(region),
          close: async () => void sessions.delete(session),
        };
      },
      prepare: async (region) => {
        const { prepared } = world.regions.region(region).server;
        const transaction = Symbol(region);
        prepared.add(transaction);
        return async () => void prepared.delete(transaction);
      },
    },
    putObject: async (region) => world.putObject(region),
    kill: async (region) => world.kill(region),
    cutOff: async (region) => world.cutOff(region),
    freeze: async (region) => world.freeze(region),
    heal: async (region) => world.heal(region),
    loseFlag: async (flag) => world.loseFlag(flag),
    restoreFlag: async (flag) => world.restoreFlag(flag),
    checksTurned: () => clock.sleep(2 * world.regions.timing.check),
    until: async (what, condition) => {
      const deadline = clock.now() + LONGEST_MS;
      while (!(await holds(condition))) {
        if (clock.now() > deadline) throw new Error(`It did not come to pass that ${what}.`);
        await clock.sleep(lookEvery);
      }
    },
    stop: async () => {},
  };
}

async function holds(condition: () => Promise<boolean>): Promise<boolean> {
  try {
    return await condition();
  } catch (error) {
    if (error instanceof Unavailable) return false;
    throw error;
  }
}
