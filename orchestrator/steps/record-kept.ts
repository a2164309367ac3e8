import { done } from '../domain/answer.ts';
import { perDaySays } from '../domain/kept.ts';
import { leftBehind } from './left-behind.ts';
import type { Step } from './step.ts';

/** Says that the Region follows again, and what this run keeps, where, and at what price. */
export const recordKept: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const { region, keptAs } = leftBehind(scene);
    const kept = (await world.rebuild.kept(region)).filter((one) => one.keptAs === keptAs);
    const each = kept.map(({ kind, name, perDay }) => `the ${kind} ${name} ${perDaySays(perDay)}`).join(', ');
    const rest = kept.length === 0 ? 'Nothing more is kept.' : `Kept in ${region} until somebody deletes it: ${each}.`;
    return done(`${region} follows ${run.from} again. ${rest}`, { kept });
  },
};
