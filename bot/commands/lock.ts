import { Refused } from '../../orchestrator/domain/errors.ts';
import { sentence } from '../views/blocks.ts';
import { words } from '../views/text.ts';
import type { OnCommand } from './command.ts';
import { parseReason } from './typed.ts';

/** `/dr lock <app> <reason>`: from now on nobody can ask for a run of it. */
export const lock: OnCommand = async ({ recovery }, { argument, rest, by }) => {
  const application = named(argument, 'lock');
  await recovery.lock({ application, reason: parseReason(rest), by });
  return sentence(
    `*${words(application, 100)}* is locked: nobody can ask for a run of it, and whoever tries is told why. A run that is under way goes on. \`/dr unlock ${words(application, 100)}\` lifts it.`,
  );
};

/** `/dr unlock <app>`: runs of it can be asked for again. */
export const unlock: OnCommand = async ({ recovery }, { argument, by }) => {
  const application = named(argument, 'unlock');
  await recovery.unlock({ application, by });
  return sentence(`*${words(application, 100)}* is not locked any more.`);
};

function named(argument: string | null, verb: string): string {
  if (argument === null) throw new Refused(`Which application? Type /dr ${verb} and its name.`);
  return argument;
}
