import { z } from 'zod';
import { closeRun } from '../close.ts';
import type { Answer } from '../domain/answer.ts';
import type { Stage } from '../stage.ts';
import { askRow } from './runner.ts';
import { awaitPeople } from './waiting.ts';

const run = z.string().min(1);

/** What a state machine calls with: a row to ask, people to wait for, or a run to close. */
export const Call = z.union([
  z.strictObject({ run, row: z.string(), undo: z.boolean() }),
  z.strictObject({
    run,
    row: z.string(),
    undo: z.boolean(),
    waitsFor: z.enum(['approval', 'decision']),
    caught: z.unknown(),
    token: z.string(),
  }),
  z.strictObject({ run }),
]);
export type Call = z.infer<typeof Call>;

/** The one entry of every task of every state machine. A call that waits for people is answered through its token. */
export async function answerCall(stage: Stage, event: unknown): Promise<Answer | null> {
  const call = Call.parse(event);
  if ('waitsFor' in call) {
    await awaitPeople(stage, call);
    return null;
  }
  return 'row' in call ? askRow(stage, call) : closeRun(stage, call.run);
}
