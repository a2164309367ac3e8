import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** What is copied within a moment, so that the two buckets keep up with each other, objects. */
const CLOSE_OBJECTS = 100;

/** Verifies that both buckets copy to each other: what waits can be counted in either direction, and is little. */
export const verifyStorage: Step = {
  async ask({ world, run }) {
    const [towards, back] = await Promise.all([world.storage.backlog(run.from, run.to), world.storage.backlog(run.to, run.from)]);
    const counted = `${towards} objects wait to be copied to ${run.to}, ${back} to ${run.from}`;
    return Math.max(towards, back) > CLOSE_OBJECTS
      ? working(`${counted}.`)
      : done(`Objects are copied in both directions: ${counted}.`, { towards, back });
  },
};
