import { PATIENCE_IN_PASSING } from '../../aws/patience.ts';
import { answerLooks } from '../look.ts';
import { stage } from '../stage.ts';

/** Looks at the Regions for the bot, which may call nothing else; each minute it is only kept warm. */
export async function handler(event: unknown, _context: unknown): Promise<unknown> {
  const on = stage({ connection: PATIENCE_IN_PASSING });
  const isTick = typeof event === 'object' && event !== null && 'detail-type' in event;
  return isTick ? null : answerLooks(on, event);
}
