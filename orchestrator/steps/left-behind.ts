import { type Kept, keptAsOf } from '../domain/kept.ts';
import type { Rebuilding } from '../ports/rebuild.ts';
import type { Scene } from './step.ts';

/** The database that the run has made anew: that of the Region which was left behind. */
export const leftBehind = ({ run }: Pick<Scene, 'run'>): Rebuilding => ({ region: run.to, keptAs: keptAsOf(run) });

/** What this run keeps of that kind; null where there is nothing yet. */
export async function keptBy(scene: Scene, kind: Kept['kind']): Promise<Kept | null> {
  const { region, keptAs } = leftBehind(scene);
  const all = await scene.world.rebuild.kept(region);
  return all.find((kept) => kept.kind === kind && kept.keptAs === keptAs) ?? null;
}
