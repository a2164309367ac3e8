import type { Agent, Database, World } from '../ports/world.ts';
import type { Scene } from './step.ts';

/** What a step of the real plan may call while it is at work on a drill's copy. */
export interface CopyPorts {
  readonly database?: Database;
  readonly agent: Partial<Agent>;
}

/**
 * The scene of a drill as a step of the real plan sees it: the database and the agent are those of the copy, whatever Region is
 * asked about, and what the step says names the copy. Nothing else of the world can be called.
 */
export function onCopy(scene: Scene, { database, agent }: CopyPorts): Scene {
  const { run, world } = scene;
  return {
    ...scene,
    run: { ...run, to: `${run.id}'s copy in ${run.to}` },
    world: { ...unreachable, clock: world.clock, database: database ?? only({}), agent: only(agent) },
  };
}

/** A port of which these methods alone can be called. */
function only<Port extends object>(methods: Partial<Port>): Port {
  return new Proxy(methods as Port, {
    get(_, method) {
      if (method in methods) return Reflect.get(methods, method);
      throw new Error(`A drill has no part in ${String(method)}.`);
    },
  });
}

const unreachable: Omit<World, 'clock' | 'database' | 'agent'> = {
  services: only({}),
  traffic: only({}),
  probe: only({}),
  storage: only({}),
  readiness: only({}),
  drills: only({}),
  rebuild: only({}),
};
