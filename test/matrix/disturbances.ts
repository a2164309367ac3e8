import { type Answer, failed, working } from '../../orchestrator/domain/answer.ts';
import { isExpected } from '../../orchestrator/domain/errors.ts';
import { rowsOf } from '../../orchestrator/domain/plan.ts';
import { askRow } from '../../orchestrator/lambdas/runner.ts';
import type { Scene } from '../../orchestrator/steps/step.ts';
import { rosa } from '../scenarios/rehearsal.ts';
import type { Ground } from './ground.ts';

/** One time a row is asked while it is disturbed. */
export interface Asking {
  readonly ground: Ground;
  readonly scene: Scene;
  readonly row: string;
  /** Whether it is the first time. */
  readonly isFirst: boolean;
  /** What the step itself does and answers. */
  readonly ask: () => Promise<Answer>;
}

/** What goes wrong with a row, in words, and how. */
export type Disturbance = (asking: Asking) => Promise<Answer>;

const refused = (row: string): Answer => failed('Refused', `${row} is refused for the sake of a test.`);
const never = (): Promise<never> => new Promise(() => {});

/** Everything that is done to every row. */
export const DISTURBANCES = {
  'fails once': async ({ row, isFirst, ask }) => (isFirst ? refused(row) : ask()),
  'fails for good': async ({ row }) => refused(row),
  'never ends': async ({ ground, scene, row }) => {
    ground.pass((rowsOf(scene.plan).find(({ id }) => id === row)?.timeoutSeconds ?? 0) * 1_000);
    return working(`${row} goes on and on.`);
  },
  breaks: async ({ isFirst, ask }) => {
    if (isFirst) throw new TypeError('undefined is not a function');
    return ask();
  },
  'is killed once it has acted': async ({ ground, isFirst, ask }) => {
    const answer = await ask();
    if (!isFirst) return answer;
    void ground.crash();
    return never();
  },
  'is delivered twice': async ({ ground, scene, row, isFirst, ask }) => {
    const again = isFirst ? askRow(ground.stage, { run: scene.run.id, row, undo: false }) : null;
    const answer = await ask();
    void again?.catch(() => undefined);
    return answer;
  },
  'is aborted': async ({ ground, scene, isFirst, ask }) => {
    if (isFirst) await orRefused(ground.recovery.abort({ run: scene.run.id, by: rosa }));
    return ask();
  },
  /** By the people who are asked; the row itself is well. */
  'is denied': ({ ask }) => ask(),
} as const satisfies Readonly<Record<string, Disturbance>>;

export type DisturbanceName = keyof typeof DISTURBANCES;

/** What may be refused, such as an abort that comes too late. */
export async function orRefused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!isExpected(error)) throw error;
    return false;
  }
}
