import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { type Card, sentence } from '../views/blocks.ts';
import { abortForm } from '../views/modals.ts';
import { phaseSays } from '../views/phases.ts';
import type { OnCommand } from './command.ts';
import { parseRunId } from './typed.ts';

/** `/dr abort [run]`: in an incident channel its run; elsewhere, without a run, a form asks which. */
export const abort: OnCommand = async ({ recovery }, { argument, implied, by, open }) => {
  const asked = argument ?? implied;
  if (asked === null) {
    const running = await recovery.running();
    if (running.length === 0) return sentence('Nothing is running, so there is nothing to abort.');
    await open(
      abortForm(
        running.map((view) => ({
          value: view.run.id,
          label: `${view.run.id} ${view.run.application}: ${phaseSays(view).headline}`,
        })),
      ),
    );
    return null;
  }
  const run = parseRunId(asked);
  if (run === null) throw new Refused(`${asked} is no run. A run looks like DR-42; /dr shows those that are running.`);
  return aborted(await recovery.abort({ run, by }));
};

/** What is true right after an abort was accepted. */
export function aborted(view: RunView): Card {
  const { headline, detail } = phaseSays(view);
  return sentence(
    `The abort of *${view.run.id}* is recorded. It is now ${headline}. ${detail} \`/dr status ${view.run.id}\` says how far it is.`,
  );
}
