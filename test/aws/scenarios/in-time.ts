import { describe, expect, it } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';
import { medianOf } from '../cloud/entrance.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const SLACK_WAITS_MS = 3_000;

/** What Slack waited for in all that was played before. */
export function inTime(cloudOf: () => Cloud): void {
  describe('Slack', () => {
    it.each(['command', 'click', 'submission'] as const)('has the answer to a %s within its 3 s, as a rule', (kind) => {
      const times = cloudOf().entrance.answered.filter((each) => each.kind === kind);
      expect(times.length).toBeGreaterThan(5);
      expect(medianOf(times.map(({ ms }) => ms))).toBeLessThan(SLACK_WAITS_MS);
    });
  });
}
