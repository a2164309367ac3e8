import type { ModalView } from '@slack/types';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { FIELD, FORM } from './actions.ts';
import { section } from './blocks.ts';
import { undoesSay } from './choices.ts';
import { choice, modal, type Option } from './modals.ts';
import { move, type Setting, what } from './naming.ts';
import { phaseSays } from './phases.ts';

/** Asks which of the runs and sets that are not closed is meant. */
export const abortForm = (runs: readonly Option[]): ModalView =>
  modal({
    form: FORM.abort,
    title: 'Abort a run',
    submit: 'Go on',
    blocks: [section(['What would be undone is shown before anything happens.']), choice(FIELD.run, 'Run', runs)],
  });

/** Shows what an abort would undo now, and asks. */
export const abortConfirm = (view: RunView, setting: Setting): ModalView =>
  modal({
    form: FORM.abortConfirm,
    title: `Abort ${view.run.id}`,
    submit: 'Abort it',
    carries: { run: view.run.id },
    blocks: [
      section([`*${what(view.run, setting.plan)}*, ${move(view.run)}: ${phaseSays(view).headline}.`]),
      section([
        undoesSay(view, setting),
        'If it passes the point of no return meanwhile, aborting is refused and nothing is undone.',
      ]),
    ],
  });
