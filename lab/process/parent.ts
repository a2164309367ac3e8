import { flushCompileCache } from 'node:module';
import type { FromChild, ToChild } from './messages.ts';

/** Answers of this process to its parent's questions, by question. */
export type Answers = Readonly<Record<string, (argument: never) => unknown>>;

/**
 * Answers the parent's questions, and ends this process when the parent is gone, after `lastWill`. Ctrl-C reaches every
 * process of a terminal, so it is left to the parent to end things in order.
 */
export function answerParent(answers: Answers, lastWill: () => Promise<void> = async () => {}): void {
  process.on('SIGINT', () => {});
  process.on('disconnect', () => void lastWill().finally(() => process.exit(0)));
  process.on('message', async ({ id, question, argument }: ToChild) => {
    try {
      const answer = answers[question];
      if (answer === undefined) throw new Error(`"${question}" is no question this process answers.`);
      say({ id, answer: await answer(argument as never) });
      keepCompiled();
    } catch (error) {
      say({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}

let isKept = false;
/** Processes of the lab are killed as often as they end, which by itself would keep nothing of what was compiled. */
function keepCompiled(): void {
  if (!isKept) flushCompileCache();
  isKept = true;
}

/** Tells the parent that something happened. */
export function tellParent(event: string, argument?: unknown): void {
  say({ event, argument });
}

function say(message: FromChild): void {
  if (process.connected) process.send?.(message, () => {});
}
