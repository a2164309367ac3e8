import type { WebClient } from '@slack/web-api';
import type { Surface } from '../../orchestrator/ports/records.ts';
import type { Card } from '../views/blocks.ts';
import type { Complaints } from './attempts.ts';
import { type Claimant, claimOf, POSTING } from './claim.ts';
import type { Drawing } from './drawings.ts';
import type { Patience } from './patience.ts';
import { isAmbiguous, refusal } from './slack-faults.ts';

/** What posting and redrawing needs. */
export interface Desk extends Claimant {
  readonly client: WebClient;
  readonly patience: Patience;
  readonly complaints: Complaints;
}

const EVENT = 'dr_surface';

/**
 * Posts a message once, however many reporters draw it, and whether or not it stood `before`. That it is about to be posted is
 * written first, so that another leaves it alone, and so that after a crash, or an answer that never came, Slack is asked for a
 * message with this run and name before another is sent.
 */
export async function post(
  desk: Desk,
  surface: Omit<Surface, 'ts' | 'drawnSeq'>,
  drawing: Drawing,
  before: Surface | undefined,
): Promise<void> {
  const { client, surfaces, patience } = desk;
  const { run, name, channel } = surface;
  const metadata = { event_type: EVENT, event_payload: { run, surface: name } };
  const claim = claimOf(desk, surface, before);
  let isUnsure = before?.ts === POSTING;
  try {
    const { ts, isOld } = await patience.insist('chat.postMessage', async () => {
      await claim.hold();
      const earlier = isUnsure ? await find(client, surface) : null;
      if (earlier !== null) return { ts: earlier, isOld: true };
      try {
        const sent = await send(drawing, (card) => client.chat.postMessage({ channel, ...card, unfurl_links: false, metadata }));
        return { ts: sent, isOld: false };
      } catch (error) {
        isUnsure ||= isAmbiguous(error);
        throw error;
      }
    });
    await surfaces.save({ ...surface, ts, drawnSeq: isOld ? 1 : drawing.seq });
    if (isOld && drawing.redrawn) await redraw(desk, { ...surface, ts, drawnSeq: 1 }, drawing);
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** Draws a message anew in its place; posts it again where somebody has deleted it. */
export async function redraw(desk: Desk, surface: Surface, drawing: Drawing): Promise<void> {
  const { client, surfaces, patience } = desk;
  const { channel, ts } = surface;
  try {
    await patience.insist('chat.update', () =>
      send(drawing, ({ text, blocks }) => client.chat.update({ channel, ts, text, blocks })),
    );
    await surfaces.save({ ...surface, drawnSeq: drawing.seq });
  } catch (error) {
    if (refusal(error) !== 'message_not_found') throw error;
    await post(desk, { run: surface.run, name: surface.name, channel }, drawing, surface);
  }
}

/** The surface if its message stands in Slack as far as we know; null before it was posted, or while nobody knows. */
export const standing = (surface: Surface | undefined): Surface | null =>
  surface === undefined || surface.ts === POSTING ? null : surface;

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
