import { Refused } from '../../orchestrator/domain/errors.ts';
import { openDeny, openReview } from '../review.ts';
import { openSetDeny, openSetReview } from '../set-review.ts';
import type { Command, OnCommand } from './command.ts';
import { parseRunId, parseSetId } from './typed.ts';

/** `/dr approve <run|set>`: opens the review, because nobody approves what they have not seen. */
export const approve: OnCommand = async (platform, command) => {
  const { by, open } = command;
  const asked = decidedOf(command);
  await ('set' in asked ? openSetReview(platform, { ...asked, by, open }) : openReview(platform, { ...asked, by, open }));
  return null;
};

/** `/dr deny <run|set>`: opens the question whether to deny. */
export const deny: OnCommand = async (platform, command) => {
  const { open } = command;
  const asked = decidedOf(command);
  await ('set' in asked ? openSetDeny(platform, { ...asked, open }) : openDeny(platform, { ...asked, open }));
  return null;
};

function decidedOf({ argument, implied }: Command): { readonly run: string } | { readonly set: string } {
  const asked = argument ?? implied;
  const how = 'A run looks like DR-42, a set like SET-7; /dr shows those that wait for you.';
  if (asked === null) throw new Refused(`Which run? ${how}`);
  const set = parseSetId(asked);
  if (set !== null) return { set };
  const run = parseRunId(asked);
  if (run === null) throw new Refused(`${asked} is no run. ${how}`);
  return { run };
}
