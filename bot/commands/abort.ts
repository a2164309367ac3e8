import type { ModalView } from '@slack/types';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { Platform } from '../platform.ts';
import { abortConfirm, abortForm } from '../views/abort-forms.ts';
import { type Card, sentence } from '../views/blocks.ts';
import { phaseSays } from '../views/phases.ts';
import { setSays } from '../views/set-lines.ts';
import type { OnCommand } from './command.ts';
import { setAbortPreview } from './sets.ts';
import { parseRunId, parseSetId } from './typed.ts';

/** `/dr abort [run]`: shows what would be undone and asks; in an incident channel its run, elsewhere, without a run, a form asks which. */
export const abort: OnCommand = async (platform, { argument, implied, by, open }) => {
  const asked = argument ?? implied;
  const { recovery } = platform;
  if (asked === null) {
    const [sets, running] = await Promise.all([recovery.sets.open(), recovery.running()]);
    const options = [
      ...sets.map((view) => ({ value: view.set.id, label: `${view.set.id}, all of it: ${setSays(view).headline}` })),
      ...running.map((view) => ({
        value: view.run.id,
        label: `${view.run.id} ${view.run.application}: ${phaseSays(view).headline}`,
      })),
    ];
    if (options.length === 0) return sentence('Nothing is running, so there is nothing to abort.');
    await open(abortForm(options));
    return null;
  }
  const set = parseSetId(asked);
  if (set !== null) {
    await open(await setAbortPreview(platform, set));
    return null;
  }
  const run = parseRunId(asked);
  if (run === null) throw new Refused(`${asked} is no run. A run looks like DR-42; /dr shows those that are running.`);
  const shown = await abortPreview(platform, run);
  if (shown === null) return aborted(await recovery.abort({ run, by }));
  await open(shown);
  return null;
};

/** The window that shows what aborting a run would undo; null where it is too late, which aborting itself says best. */
export async function abortPreview({ recovery, plans }: Platform, run: string): Promise<ModalView | null> {
  const view = await recovery.view(run);
  if (view.closed !== null || view.pointOfNoReturnAt !== null) return null;
  return abortConfirm(view, { plan: plans[view.run.plan], application: recovery.application(view.run.application) });
}

/** What is true right after an abort was accepted. */
export function aborted(view: RunView): Card {
  const { headline, detail } = phaseSays(view);
  return sentence(
    `The abort of *${view.run.id}* is recorded. It is now ${headline}. ${detail} \`/dr status ${view.run.id}\` says how far it is.`,
  );
}
