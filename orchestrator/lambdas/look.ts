import { type Look, LookRequest, type Seen } from '../aws/looks.ts';
import { toWords } from '../domain/duration.ts';
import { type ExpectedError, isExpected, Unavailable } from '../domain/errors.ts';
import type { World } from '../ports/world.ts';
import { applicationOf, type Stage } from '../stage.ts';

/**
 * How long one look may take, ms: it may be several calls. Warm agents and AWS's APIs answer in a few hundred ms, and somebody who has
 * 3 s altogether waits.
 */
export const LOOK_WITHIN_MS = 1_300;

/** Looks at the world for those who may only look; what cannot be seen, or not in time, is an answer like any other. */
export async function answerLooks(stage: Pick<Stage, 'config' | 'worldOf' | 'sleep'>, event: unknown): Promise<readonly Seen[]> {
  const { application, looks } = LookRequest.parse(event);
  const world = stage.worldOf(applicationOf(stage.config, application));
  const late = stage.sleep(LOOK_WITHIN_MS).then((): never => {
    throw new Unavailable(`It was not seen within ${toWords(LOOK_WITHIN_MS)}.`);
  });
  late.catch(() => undefined);
  return Promise.all(looks.map((look) => answerLook(Promise.race([see(world, look), late]))));
}

async function answerLook(seeing: Promise<unknown>): Promise<Seen> {
  try {
    return { saw: await seeing };
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { error: kindOf(error), message: error.message };
  }
}

function kindOf(error: ExpectedError): Extract<Seen, { readonly error: unknown }>['error'] {
  if (error instanceof Unavailable && error.isThrottled) return 'Throttled';
  return error.name === 'Refused' ? 'Refused' : 'Unavailable';
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
    case 'rebuild':
      return lookAtRebuild(world, look);
    case 'traffic':
      return world.traffic.look();
    case 'readiness':
      return world.readiness.risks(...look.args);
  }
}

function lookAtRebuild(world: World, { method, args }: Extract<Look, { port: 'rebuild' }>): Promise<unknown> {
  switch (method) {
    case 'obstacles':
      return world.rebuild.obstacles(...args);
    case 'look':
      return world.rebuild.look(...args);
    case 'kept':
      return world.rebuild.kept(...args);
    case 'differences':
      return world.rebuild.differences(...args);
  }
}
