import { Unavailable } from './domain/errors.ts';
import type { Stage } from './stage.ts';

/** Wakes the state machine for every question of a run that has an outcome; safe to repeat. */
export async function deliver({ records, workflow }: Stage, run: string): Promise<void> {
  for (const { id, token } of await records.questions.undelivered(run)) {
    await workflow.complete(token, { status: 'working', why: 'decided' });
    await records.questions.delivered(run, id, token);
  }
}

/** The same for surfaces, which only decide: what cannot be delivered now, the sweeper delivers. */
export async function deliverSoon(stage: Stage, run: string): Promise<void> {
  try {
    await deliver(stage, run);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}
