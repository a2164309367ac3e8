import { done } from '../domain/answer.ts';
import { keptSays } from '../domain/kept.ts';
import { leftBehind } from './left-behind.ts';
import type { Step } from './step.ts';

/** Says that the Region follows again, and what this run keeps, where, and at what price. */
export const recordKept: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const { region, keptAs } = leftBehind(scene);
    const kept = (await world.rebuild.kept(region)).filter((one) => one.keptAs === keptAs);
    const says = keptSays(region, kept);
    return done(`${region} follows ${run.from} again. ${says}`, { kept: says });
  },
};
