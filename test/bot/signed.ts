import { createHmac } from 'node:crypto';

export const SECRET = 'a signing secret of the test';

export interface Signing {
  readonly secret?: string;
  /** Epoch s. */
  readonly at?: number;
  readonly contentType?: string;
}

/** A request as Slack would send it, signed by the documented recipe rather than by our own code. */
export function signed(
  body: string | Uint8Array,
  { secret = SECRET, at = Math.floor(Date.now() / 1_000), contentType = FORM }: Signing = {},
) {
  const bytes = Buffer.from(body);
  const base = Buffer.concat([Buffer.from(`v0:${at}:`), bytes]);
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(base).digest('hex')}`,
  };
  return { headers, body: bytes };
}

export const FORM = 'application/x-www-form-urlencoded';

/** The body of a slash command. */
export function command(text: string, changes: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    ...{ command: '/dr', text, api_app_id: 'A0DRPLATFORM', team_id: 'T0DRLAB00', user_id: 'U0REQUESTER' },
    ...{ channel_id: 'C0INCIDENTS', channel_name: 'incidents', trigger_id: '1.2.3', response_url: 'http://127.0.0.1:9/unused' },
    ...changes,
  }).toString();
}

/** The body of an interaction. */
export const interaction = (payload: object): string => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/** A press of a button, with every field that the front relies on. */
export const press = (changes: object = {}) => ({
  type: 'block_actions',
  api_app_id: 'A0DRPLATFORM',
  team: { id: 'T0DRLAB00' },
  user: { id: 'U0REQUESTER' },
  trigger_id: '1.2.3',
  actions: [{ type: 'button', action_id: 'review', block_id: 'b', value: '{"run":"DR-1"}' }],
  ...changes,
});
