import { costExplorer } from '../../aws/costs.ts';
import { bundledConfig } from '../bundled.ts';
import { lookAtCosts } from '../costs.ts';
import { records } from '../records.ts';

const billing = costExplorer();

/** Each day: what AWS charges for the applications and the platform. */
export const handler = (_event: unknown, _context: unknown): Promise<void> =>
  lookAtCosts({ billing, records: records(), config: bundledConfig(), now: Date.now });
