import type { Choice } from '../../orchestrator/domain/question.ts';
import { sentence } from '../views/blocks.ts';
import { phaseSays } from '../views/phases.ts';
import { CarriedQuestion, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

const NAMES = { retry: 'Retry', 'roll-back': 'Roll back', stop: 'Stop' } as const;

/** *Retry*, *Roll back* or *Stop*, when a step has failed. */
export const decide =
  (choice: Exclude<Choice, 'skip'>): OnClick =>
  async ({ recovery }, { by, value }) => {
    const { run, question } = carried(CarriedQuestion, value);
    const view = await recovery.decide({ run, question, choice, by });
    return sentence(
      `*${NAMES[choice]}* is recorded for ${run}. It is now ${phaseSays(view).headline}. \`/dr status ${run}\` says how far it is.`,
    );
  };
