import { done, working } from '../domain/answer.ts';
import { Refused } from '../domain/errors.ts';
import type { Scene, Step } from './step.ts';

/**
 * Gives the writers LOGIN on the target: roles replicate, so the promoted server inherited the fence. The marker comes first,
 * so that data written under an epoch carries its marker: by that a Region's agent tells the writer from what was left behind. A
 * marker that is refused is told and holds nobody up, except in a rehearsal: users wait, and there is no way back.
 */
export const openTarget: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const before = await world.agent.observe(run.to);
    if (before.inRecovery) return working(`The database in ${run.to} is still in recovery.`);
    const unmarked = await whyUnmarked(scene);
    const after = await world.agent.open(run.to);
    if (!after.writersMayLogin) return working(`Writers cannot log in to ${run.to} yet.`);
    const says = `Writers may log in to ${run.to}.`;
    return unmarked === null
      ? done(says, { at: world.clock.now() })
      : done(`${says} Its data carries no marker of this run: ${unmarked}`, { at: world.clock.now(), unmarked });
  },
};

/** Null once the marker is committed; otherwise why it is refused. */
async function whyUnmarked({ world, run, plan }: Scene): Promise<string | null> {
  try {
    await world.agent.mark(run.to, { run: run.id, epoch: run.epoch });
    return null;
  } catch (error) {
    if (error instanceof Refused && plan.kind !== 'rehearsal') return error.message;
    throw error;
  }
}
