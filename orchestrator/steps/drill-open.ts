import { drillOf } from './drill-of.ts';
import { onCopy } from './on-copy.ts';
import { openTarget } from './open-target.ts';
import type { Step } from './step.ts';

/** Gives the writers LOGIN in the copy, by the step of the real plan: only a server out of recovery is opened. */
export const drillOpen: Step = {
  async ask(scene) {
    const { world } = scene;
    const drill = drillOf(scene);
    const agent = {
      observe: () => world.drills.observe(drill),
      mark: (_: string, marker: Parameters<typeof world.drills.mark>[1]) => world.drills.mark(drill, marker),
      open: () => world.drills.open(drill),
    };
    return openTarget.ask(onCopy(scene, { agent }));
  },
};
