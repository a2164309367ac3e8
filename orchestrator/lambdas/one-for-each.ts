import type { Application } from '../config.ts';
import type { World } from '../ports/world.ts';

/** Makes each application's world when it is first asked for, and answers the same one afterwards. */
export function oneForEach(make: (application: Application) => World): (application: Application) => World {
  const worlds = new Map<string, World>();
  return (application) => {
    const world = worlds.get(application.id) ?? make(application);
    worlds.set(application.id, world);
    return world;
  };
}
