import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Database } from './database.ts';

/** A request about making the Region's database anew. */
export interface RebuildRequest {
  readonly verb: string;
  readonly keptAs: string;
  /** Throws where the provider carries out no changes. */
  readonly change: () => void;
}

/** The provider's API of making a database anew. */
export async function answerRebuild(database: Database, { verb, keptAs, change }: RebuildRequest): Promise<unknown> {
  switch (verb) {
    case 'look':
      return { database: await database.status() };
    case 'kept':
      return { kept: await database.kept() };
    case 'snapshot':
      change();
      await database.snapshot(keptAs);
      return {};
    case 'set-aside':
      change();
      await database.setAside(keptAs);
      return {};
    case 'replicate':
      change();
      await database.replicate();
      return {};
    case 'differences':
      return { differences: await database.differences() };
    case 'restore':
      change();
      await database.restore();
      return {};
    default:
      throw new Refused(`Nobody asks "${verb}" of a database.`);
  }
}
