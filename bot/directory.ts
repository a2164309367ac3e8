import type { WebClient } from '@slack/web-api';
import { Unavailable } from '../orchestrator/domain/errors.ts';
import type { Directory } from '../orchestrator/ports/directory.ts';

interface DirectoryOptions {
  readonly client: WebClient;
  /** Epoch ms. */
  readonly now: () => number;
  /** How long an answer is good for: a burst of clicks asks Slack once. */
  readonly freshMs?: number;
}

/** Members of Slack user groups, asked of Slack and kept for some seconds; `Unavailable` when Slack does not say. */
export function slackDirectory({ client, now, freshMs = 10_000 }: DirectoryOptions): Directory {
  const known = new Map<string, { readonly at: number; readonly members: readonly string[] }>();
  return {
    async members(group) {
      const last = known.get(group);
      if (last !== undefined && now() - last.at < freshMs) return last.members;
      const members = await ask(client, group);
      known.set(group, { at: now(), members });
      return members;
    },
  };
}

async function ask(client: WebClient, group: string): Promise<readonly string[]> {
  try {
    const { users } = await client.usergroups.users.list({ usergroup: group });
    return users ?? [];
  } catch (cause) {
    throw new Unavailable(`Slack does not say who is in the user group ${group}.`, { cause });
  }
}
