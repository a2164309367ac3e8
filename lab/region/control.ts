import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { AgentRequest } from '../../orchestrator/agent/request.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { InstanceStatus } from '../../orchestrator/ports/world.ts';
import { type Handler, readBody, sendJson } from '../network/listener.ts';
import type { Bucket } from './bucket.ts';
import { bucketApi } from './bucket-api.ts';
import type { Database } from './database.ts';
import type { Drills } from './drills.ts';
import { answerDrill } from './drills-api.ts';
import type { Instance } from './instance.ts';
import { answerRebuild } from './rebuild-api.ts';
import type { Services } from './services.ts';

const Capacity = z.strictObject({ min: z.int().min(0), desired: z.int().min(0) });

/** What the control endpoint works on. */
export interface Controlled {
  readonly instance: Instance;
  readonly database: Database;
  readonly services: Services;
  readonly bucket: Bucket;
  readonly drills: Drills;
  /** Whether the provider answers reads and refuses changes. */
  isFrozen(): boolean;
}

/** The Region's control endpoint: the provider's API, the bucket, and the agent. */
export function controlApi(controlled: Controlled): Handler {
  const objects = bucketApi(controlled.bucket);
  return async (request, response) => {
    if (request.url?.startsWith('/objects/')) return objects(request, response);
    try {
      sendJson(response, 200, await route(controlled, request));
    } catch (error) {
      if (error instanceof Refused) return sendJson(response, 409, { error: error.name, message: error.message });
      if (error instanceof Unavailable) return sendJson(response, 503, { error: error.name, message: error.message });
      throw error;
    }
  };
}

async function route(controlled: Controlled, request: IncomingMessage): Promise<unknown> {
  const { instance, database, services, bucket, drills } = controlled;
  const change = (): void => {
    if (controlled.isFrozen()) throw new Unavailable('The provider answers but carries out no changes for now.');
  };
  const [, first, second, third] = (request.url ?? '/').split('/');
  switch (`${request.method} ${first}`) {
    case 'GET database':
      return asCopied(await database.status(), drills);
    case 'POST database':
      change();
      if (drills.isCopying()) throw new Unavailable('The database is being backed up.');
      await instance.promote();
      return {};
    case 'GET services':
      return services.look();
    case 'PUT services':
      change();
      await services.scale(second ?? '', Capacity.parse(JSON.parse(await readBody(request))));
      return {};
    case 'GET backlog':
      return { objects: bucket.backlog() };
    case 'POST agent':
      return instance.askAgent(AgentRequest.parse(JSON.parse(await readBody(request))));
    case 'POST rebuild':
      return answerRebuild(database, { verb: second ?? '', keptAs: third ?? '', change });
    case 'GET drills':
      return { runs: await drills.leftovers() };
    case 'POST drills':
      return answerDrill(drills, { run: second ?? '', verb: third ?? '', body: await readBody(request), change });
    default:
      throw new Refused(`This Region has nothing at ${request.method} ${request.url}.`);
  }
}

/** A database of which a copy is made is backed up meanwhile, as RDS does it. */
function asCopied(status: InstanceStatus | null, drills: Drills): InstanceStatus {
  if (status === null) throw new Refused('There is no database.');
  return status.state === 'available' && drills.isCopying() ? { ...status, state: 'backing-up' } : status;
}
