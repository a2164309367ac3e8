import { type Answer, done, working } from '../domain/answer.ts';
import { whatIsLeft } from './drill-left.ts';
import { drillOf } from './drill-of.ts';
import type { Scene } from './step.ts';

/** Removes everything of the drill that is there; done when nothing is. */
export async function removeDrill(scene: Scene): Promise<Answer> {
  const { world } = scene;
  const drill = drillOf(scene);
  const left = whatIsLeft(await world.drills.look(drill));
  if (left === null) return done(`Nothing of the drill is left in ${drill.region}.`, { at: world.clock.now() });
  await world.drills.remove(drill);
  return working(`Waiting until it is gone from ${drill.region}: ${left}.`);
}
