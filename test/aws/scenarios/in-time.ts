import { describe, expect, it } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const SLACK_WAITS_MS = 3_000;

/** What Slack waited for in all that was played before. */
export function inTime(cloudOf: () => Cloud): void {
  describe('Slack', () => {
    it.each(['command', 'click', 'submission'] as const)(
      'has the answer to a %s within its 3 s, the first too, but for one, or one in twenty, on a busy machine',
      (kind) => {
        const times = cloudOf().entrance.answered.flatMap((each) => (each.kind === kind ? [each.ms] : []));
        expect(times.length).toBeGreaterThan(5);
        expect(times[0]).toBeLessThan(SLACK_WAITS_MS);
        const late = times.filter((ms) => ms >= SLACK_WAITS_MS);
        expect(late.length).toBeLessThanOrEqual(Math.max(1, Math.floor(times.length / 20)));
      },
    );
  });
}
