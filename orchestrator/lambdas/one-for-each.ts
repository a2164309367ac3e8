import type { Application } from '../config.ts';
import type { World } from '../ports/world.ts';

/** Makes each application's world when it is first asked for, and answers the same one afterwards. */
export function oneForEach<Made extends World>(make: (application: Application) => Made): (application: Application) => Made {
  const worlds = new Map<string, Made>();
  return (application) => {
    const world = worlds.get(application.id) ?? make(application);
    worlds.set(application.id, world);
    return world;
  };
}
