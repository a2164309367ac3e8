import { type CostSources, recordCosts } from '../costs.ts';
import { isExpected } from '../domain/errors.ts';
import { logLine } from './log.ts';

/** The day's look at what AWS charges. What it will not say is logged and not asked again before the next day: each request costs. */
export async function lookAtCosts(sources: CostSources): Promise<void> {
  try {
    logLine('Costs are recorded.', { unheardOf: await recordCosts(sources) });
  } catch (error) {
    if (!isExpected(error)) throw error;
    logLine(`Costs are not known today: ${error.message}`);
  }
}
