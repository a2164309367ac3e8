import type { WebClient } from '@slack/web-api';
import type { Clock, Surface, Surfaces } from '../../orchestrator/ports.ts';
import type { Card } from '../views/blocks.ts';
import type { Drawing } from './drawings.ts';
import { insist, isAmbiguous, refusal } from './slack-faults.ts';

/** What posting and redrawing needs. */
export interface Desk {
  readonly client: WebClient;
  readonly surfaces: Surfaces;
  readonly clock: Clock;
}

/** In place of a message's `ts` while it is not known whether Slack has taken it. */
const POSTING = 'posting';
const EVENT = 'dr_surface';

/**
 * Posts a message once. That it is about to be posted is written first, so that after a crash, or an answer that never
 * came, Slack is asked for a message with this run and name before another is sent.
 */
export async function post(
  desk: Desk,
  run: string,
  channel: string,
  drawing: Drawing,
  before: Surface | undefined,
): Promise<void> {
  const { client, surfaces, clock } = desk;
  const surface = { run, name: drawing.name, channel, drawnSeq: 0 };
  let isUnsure = before?.ts === POSTING;
  if (!isUnsure) await surfaces.save({ ...surface, ts: POSTING });
  const ts = await insist(clock, async () => {
    const earlier = isUnsure ? await find(client, surface) : null;
    if (earlier !== null) return earlier;
    try {
      return await send(drawing, ({ text, blocks }) =>
        client.chat.postMessage({
          channel,
          text,
          blocks,
          unfurl_links: false,
          metadata: { event_type: EVENT, event_payload: { run, surface: drawing.name } },
        }),
      );
    } catch (error) {
      isUnsure ||= isAmbiguous(error);
      throw error;
    }
  });
  await surfaces.save({ ...surface, ts, drawnSeq: drawing.seq });
}

/** Draws a message anew in its place; posts it again where somebody has deleted it. */
export async function redraw(desk: Desk, surface: Surface, drawing: Drawing): Promise<void> {
  const { client, surfaces, clock } = desk;
  const { channel, ts } = surface;
  try {
    await insist(clock, () => send(drawing, ({ text, blocks }) => client.chat.update({ channel, ts, text, blocks })));
    await surfaces.save({ ...surface, drawnSeq: drawing.seq });
  } catch (error) {
    if (refusal(error) !== 'message_not_found') throw error;
    await post(desk, surface.run, channel, drawing, undefined);
  }
}

/** Whether a message of this name stands in Slack as far as we know. */
export const stands = (surface: Surface | undefined): surface is Surface => surface !== undefined && surface.ts !== POSTING;

/** Sends the card, or its plain form where the workspace does not know the newer blocks. */
async function send({ card, plain }: Drawing, call: (card: Card) => Promise<{ ts?: string }>): Promise<string> {
  try {
    return (await call(card)).ts ?? '';
  } catch (error) {
    if (plain === undefined || refusal(error) !== 'invalid_blocks') throw error;
    return (await call(plain)).ts ?? '';
  }
}

/** Pages of history that are looked through for a message that may have been posted. */
const PAGES = 5;

async function find(
  client: WebClient,
  { run, name, channel }: Pick<Surface, 'run' | 'name' | 'channel'>,
): Promise<string | null> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const history = await client.conversations.history({
      channel,
      limit: 200,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = history.messages?.find(({ metadata }) => {
      const payload = metadata?.event_payload as Record<string, unknown> | undefined;
      return metadata?.event_type === EVENT && payload?.run === run && payload?.surface === name;
    });
    if (found?.ts !== undefined) return found.ts;
    cursor = history.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return null;
  }
  return null;
}
