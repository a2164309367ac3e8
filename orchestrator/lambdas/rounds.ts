import type { Stage } from '../stage.ts';

/** How long a function that is started each minute keeps going round, ms: it has ended when the next one begins. */
export const MINUTE_MS = 50_000;

/** Makes a round, and another each `ms` for as long as a round asks for one and the minute lasts. */
export async function roundsOfAMinute(
  { now, sleep }: Pick<Stage, 'now' | 'sleep'>,
  ms: number,
  round: () => Promise<boolean>,
): Promise<void> {
  const until = now() + MINUTE_MS;
  while (await round()) {
    if (now() + ms > until) return;
    await sleep(ms);
  }
}
