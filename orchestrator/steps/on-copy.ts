import type { Agent, Database } from '../ports/world.ts';
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
    world: { ...unreachable, clock: world.clock, database: database ?? nothing, agent: { ...nothing, ...agent } },
  };
}

const nothing = new Proxy(Object.create(null), {
  get(_, method) {
    throw new Error(`A drill has no part in ${String(method)}.`);
  },
});

const unreachable = {
  services: nothing,
  traffic: nothing,
  probe: nothing,
  storage: nothing,
  readiness: nothing,
  drills: nothing,
  rebuild: nothing,
};
