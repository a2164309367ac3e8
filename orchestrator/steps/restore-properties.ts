import { done, failed, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Compares the replica with the database that was set aside, property by property, and has it made like that. */
export const restoreProperties: Step = {
  async ask({ world, run }) {
    if (!(await world.agent.observe(run.to)).inRecovery)
      return failed('Refused', `The database in ${run.to} is no replica any more: it is left as it is.`);
    const differences = await world.rebuild.differences(run.to);
    if (differences.length === 0) return done(`The database in ${run.to} has every property that it had.`);
    await world.rebuild.restore(run.to);
    return working(differences.join(' '));
  },
};
