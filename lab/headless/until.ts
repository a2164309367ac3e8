import { setTimeout as sleep } from 'node:timers/promises';
import { TimedOut } from '../../orchestrator/domain/errors.ts';

/** Asks until there is an answer that is not null; `TimedOut` says what did not happen within `ms`. */
export async function until<T>(what: string, ms: number, ask: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() >= end) throw new TimedOut(`${what} did not happen within ${ms / 1_000} s.`);
    await sleep(10);
  }
}
