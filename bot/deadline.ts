import { TimedOut } from '../orchestrator/domain/errors.ts';

/** Slack gives up after 3 s (https://docs.slack.dev/interactivity/handling-user-interaction); this leaves the way back. */
export const ANSWER_WITHIN_MS = 2_500;

/** The work's result, or `TimedOut` with a sentence that claims nothing about whether it was done. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new TimedOut('This takes longer than Slack waits. It may still be done: /dr status shows what is true.')),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
