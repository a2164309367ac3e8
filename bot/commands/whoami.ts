import { isAmong } from '../../orchestrator/people.ts';
import { header, section } from '../views/blocks.ts';
import { words } from '../views/text.ts';
import type { OnCommand } from './command.ts';

/** `/dr whoami`: what dr.yml entitles this person to. */
export const whoami: OnCommand = async (platform, { by }) => {
  const lines = await Promise.all(
    platform.recovery.applications().map(async ({ id, approval }) => {
      const asks = await isAmong(approval.requesters, by, platform.directory);
      const approves = await isAmong(approval.approvers, by, platform.directory);
      return `*${id}*: you ${asks ? 'may' : 'may not'} ask for a recovery, and ${approves ? 'may' : 'may not'} approve one that somebody else asked for.`;
    }),
  );
  const title = `You are <@${words(by.id, 50)}> (${words(by.id, 50)}).`;
  return { text: title, blocks: [header('Who you are here'), section([title, ...lines])] };
};
