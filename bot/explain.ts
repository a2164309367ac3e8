import { randomUUID } from 'node:crypto';
import { WebAPIPlatformError } from '@slack/web-api';
import { isExpected } from '../orchestrator/domain/errors.ts';
import { type Log, withoutSecrets } from './log.ts';
import { escaped } from './views/text.ts';

const STALE_TRIGGERS = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'];

/**
 * An error as a sentence for the person, in mrkdwn. Errors made to be shown say it themselves; anything else is a bug:
 * the person gets a reference, and the log gets the error under that reference, once and without secrets.
 */
export function explain(error: unknown, log: Log): string {
  if (isExpected(error)) return escaped(error.message);
  if (error instanceof WebAPIPlatformError && STALE_TRIGGERS.includes(error.data.error)) {
    return 'Slack waited too long for the window to open. Nothing was done; press it again.';
  }
  const reference = randomUUID().slice(0, 8);
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  log({ level: 'error', message: withoutSecrets(message), reference, name, stack: withoutSecrets(stack ?? '') });
  return `Something in the platform broke, so this may or may not have been done: \`/dr status\` shows what is true. Reference: ${reference}.`;
}
