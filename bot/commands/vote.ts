import { Refused } from '../../orchestrator/domain/errors.ts';
import { openDeny, openReview } from '../review.ts';
import type { Command, OnCommand } from './command.ts';
import { parseRunId } from './typed.ts';

/** `/dr approve <run>`: opens the review, because nobody approves what they have not seen. */
export const approve: OnCommand = async (platform, command) => {
  await openReview(platform, { run: runOf(command), by: command.by, open: command.open });
  return null;
};

/** `/dr deny <run>`: opens the question whether to deny. */
export const deny: OnCommand = async (platform, command) => {
  await openDeny(platform, { run: runOf(command), open: command.open });
  return null;
};

function runOf({ argument, implied }: Command): string {
  const asked = argument ?? implied;
  if (asked === null) throw new Refused('Which run? A run looks like DR-42; /dr shows those that wait for you.');
  const run = parseRunId(asked);
  if (run === null) throw new Refused(`${asked} is no run. A run looks like DR-42; /dr shows those that wait for you.`);
  return run;
}
