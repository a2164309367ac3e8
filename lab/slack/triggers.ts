import { randomBytes } from 'node:crypto';
import { TEAM } from './cast.ts';

/** For whom a trigger may open a view, and over which one. */
export interface Trigger {
  readonly user: string;
  /** The view it was made in, for `views.push`; null outside views. */
  readonly view: string | null;
}

/** Trigger ids as Slack gives them out: good for 3 s, once. */
export interface Triggers {
  issue(trigger: Trigger): string;
  /** The trigger, or Slack's error. */
  exchange(id: string): Trigger | { readonly error: string };
}

// https://docs.slack.dev/interactivity/handling-user-interaction: "expire in 3 seconds"
const GOOD_FOR_MS = 3_000;

export function createTriggers(now: () => number): Triggers {
  const issued = new Map<string, Trigger & { readonly at: number; used: boolean }>();
  return {
    issue: (trigger) => {
      const id = `${now()}.${TEAM.id}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { ...trigger, at: now(), used: false });
      return id;
    },
    exchange: (id) => {
      const trigger = issued.get(id);
      if (trigger === undefined) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now() - trigger.at > GOOD_FOR_MS) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return trigger;
    },
  };
}
