import type { Drill } from '../ports/drills.ts';
import type { Scene } from './step.ts';

/** The drill of a run: it is held in the Region that a failover would move to. */
export const drillOf = ({ run }: Pick<Scene, 'run'>): Drill => ({ region: run.to, run: run.id });
