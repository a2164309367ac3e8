import { z } from 'zod';

const id = z.string().min(1);
const member = z.looseObject({ id });

const Command = z.looseObject({
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  api_app_id: id,
  team_id: id,
  user_id: id,
  channel_id: id,
  channel_name: z.string().default(''),
  trigger_id: id,
});

const Click = z.looseObject({
  type: z.literal('block_actions'),
  api_app_id: id,
  team: member,
  user: member,
  trigger_id: id,
  actions: z.tuple([z.looseObject({ action_id: id, type: id })]).rest(z.looseObject({ action_id: id, type: id })),
});

const view = z.looseObject({
  id,
  callback_id: z.string(),
  private_metadata: z.string().default(''),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({ type: z.string() }))) }),
});

const Submission = z.looseObject({
  type: z.literal('view_submission'),
  api_app_id: id,
  team: member,
  user: member,
  view,
});

/**
 * What we rely on in Slack's payloads, with the app and the workspace each says it is from; the rest passes through,
 * because Slack adds to them without notice.
 */
export const Payload = z.union([
  Command.transform((body) => ({ app: body.api_app_id, team: body.team_id, body })),
  z.union([Click, Submission]).transform((body) => ({ app: body.api_app_id, team: body.team.id, body })),
]);
export type Payload = z.infer<typeof Payload>;

/** The fields of a JSON body, or of a form (with the JSON of its `payload` field in place of the form); null when it is neither. */
export function readBody(contentType: string, body: Uint8Array): Record<string, unknown> | null {
  const text = decode(body);
  if (text === null) return null;
  switch (contentType.split(';')[0]?.trim().toLowerCase()) {
    case 'application/json':
      return readJson(text);
    case 'application/x-www-form-urlencoded': {
      const form = new URLSearchParams(text);
      const payload = form.get('payload');
      return payload === null ? Object.fromEntries(form) : readJson(payload);
    }
    default:
      return null;
  }
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
