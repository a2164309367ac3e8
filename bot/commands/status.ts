import { incidentChannel, type Platform } from '../platform.ts';
import type { Card } from '../views/blocks.ts';
import { runCard, statusCard } from '../views/status.ts';
import type { OnCommand } from './command.ts';
import { menu } from './menu.ts';
import { setStatus } from './sets.ts';
import { parseRunId, parseSetId } from './typed.ts';

/** `/dr status [app|run|set]`: in an incident channel its run or set, elsewhere everything. */
export const status: OnCommand = async (platform, command) => {
  const asked = command.argument ?? command.implied;
  if (asked === null) return menu(platform, command);
  const set = parseSetId(asked);
  if (set !== null) return setStatus(platform, set);
  const run = parseRunId(asked);
  return run === null ? applicationStatus(platform, asked) : runStatus(platform, run);
};

/** How far a run is. */
export async function runStatus(platform: Platform, run: string): Promise<Card> {
  const view = await platform.recovery.view(run);
  return runCard(view, platform.plans, await incidentChannel(platform, view.set ?? run));
}

/** Where an application runs. */
export async function applicationStatus(platform: Platform, application: string): Promise<Card> {
  return statusCard(await platform.recovery.status(application), platform.plans);
}
