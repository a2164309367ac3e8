import { removeDrill } from './drill-removal.ts';
import type { Step } from './step.ts';

/** Removes the tasks and the copy once they have served. */
export const drillRemove: Step = { ask: removeDrill };
