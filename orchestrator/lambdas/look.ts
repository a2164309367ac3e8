import { type Look, LookRequest, type Seen } from '../aws/looks.ts';
import { isExpected } from '../domain/errors.ts';
import type { World } from '../ports/world.ts';
import { applicationOf, type Stage } from '../stage.ts';

/** Looks at the world for those who may only look; what cannot be seen is an answer like any other. */
export async function answerLooks(stage: Pick<Stage, 'config' | 'worldOf'>, event: unknown): Promise<readonly Seen[]> {
  const { application, looks } = LookRequest.parse(event);
  const world = stage.worldOf(applicationOf(stage.config, application));
  return Promise.all(looks.map((look) => answerLook(world, look)));
}

async function answerLook(world: World, look: Look): Promise<Seen> {
  try {
    return { saw: await see(world, look) };
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { error: error.name === 'Refused' ? 'Refused' : 'Unavailable', message: error.message };
  }
}

function see(world: World, look: Look): Promise<unknown> {
  switch (look.port) {
    case 'agent':
      return world.agent.observe(...look.args);
    case 'services':
      return world.services.look(...look.args);
    case 'storage':
      return world.storage.backlog(...look.args);
    case 'database':
      return world.database.status(...look.args);
    case 'drills':
      return world.drills.obstacles(...look.args);
    case 'traffic':
      return world.traffic.look();
    case 'readiness':
      return world.readiness.risks(...look.args);
  }
}
