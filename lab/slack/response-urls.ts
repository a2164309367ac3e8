import { randomBytes } from 'node:crypto';
import type { Message } from './shown.ts';

/** Where a response_url answers to. */
export interface Answerable {
  readonly user: string;
  readonly channel: string;
  /** The message whose button was pressed; null for a command. */
  readonly message: Message | null;
}

/** The response_urls that were given out: 5 posts each, within 30 minutes. */
export interface ResponseUrls {
  issue(answerable: Answerable): string;
  /** Counts one post; Slack's error when the URL is unknown, old or used up. */
  take(id: string): Answerable | { readonly error: string };
}

// https://docs.slack.dev/interactivity/handling-user-interaction: "up to 5 times within 30 minutes"
const POSTS = 5;
const GOOD_FOR_MS = 30 * 60_000;

export function createResponseUrls(publicUrl: string, now: () => number): ResponseUrls {
  const issued = new Map<string, { readonly to: Answerable; readonly at: number; posts: number }>();
  return {
    issue: (to) => {
      const id = randomBytes(16).toString('hex');
      issued.set(id, { to, at: now(), posts: 0 });
      return `${publicUrl}/response/${id}`;
    },
    take: (id) => {
      const url = issued.get(id);
      if (url === undefined) return { error: 'invalid_url' };
      if (now() - url.at > GOOD_FOR_MS) return { error: 'expired_url' };
      if (url.posts >= POSTS) return { error: 'used_url' };
      url.posts += 1;
      return url.to;
    },
  };
}
