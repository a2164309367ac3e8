import { TimedOut } from '../orchestrator/domain/errors.ts';

/** Slack gives up after 3 s (https://docs.slack.dev/interactivity/handling-user-interaction); this leaves the way back. */
export const ANSWER_WITHIN_MS = 2_500;
/** What a button's answer keeps of that: what there is to say is a post of its own, after what was asked for. */
export const SAY_WITHIN_MS = 400;
/** However long a request has been on its way, so much is left for it: clocks may differ. */
const AT_LEAST_MS = 500;

/** The moment by which a request is answered, whatever is still under way then. */
export interface Deadline {
  /** The work's result, or `TimedOut` with a sentence that claims nothing about whether it was done; so many ms sooner. */
  within<T>(work: Promise<T>, sooner?: number): Promise<T>;
}

/** A deadline so many ms after the request was received, which may be before this process began. Times are epoch ms. */
export function deadlineFrom(receivedAt: number, ms: number, now: () => number): Deadline {
  const begun = now();
  const at = Math.max(Math.min(receivedAt, begun) + ms, begun + Math.min(ms, AT_LEAST_MS));
  return { within: (work, sooner = 0) => within(at - sooner - now(), work) };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
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
