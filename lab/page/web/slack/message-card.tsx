import { memo } from 'react';
import type { Channel, Message } from '../../../slack/shown.ts';
import { Avatar, nameOf } from './avatar.tsx';
import { Blocks } from './blocks.tsx';

interface Props {
  readonly user: string;
  readonly message: Message;
  readonly channels: readonly Channel[];
}

/** One message: who said it, when, and its blocks; drawn again only when it has changed. */
export const MessageCard = memo(DrawnMessage, (before, after) => JSON.stringify(before) === JSON.stringify(after));

function DrawnMessage({ user, message, channels }: Props) {
  const { ts, channel, text, blocks, onlyFor, pinned, edited, subtype } = message;
  const at = new Date(Number(ts) * 1_000);
  const time = at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const shown = blocks.length > 0 ? blocks : [{ type: 'section', block_id: 'text', text: { type: 'mrkdwn', text } }];
  const isNotice = subtype !== null;
  const kind = onlyFor === null ? (isNotice ? 'notice' : pinned ? 'pinned' : 'ordinary') : 'private';
  return (
    <article className="message" data-kind={kind} aria-label={`${nameOf(message.user)}, ${time}`}>
      {onlyFor !== null && <p className="above">Only visible to you</p>}
      {pinned && <p className="above">Pinned</p>}
      <Avatar user={message.user} />
      <div className="said">
        <p className="who">
          <b>{nameOf(message.user)}</b>
          <span className="app">APP</span>
          <time dateTime={at.toISOString()}>{time}</time>
        </p>
        <Blocks user={user} blocks={shown} where={{ channel, ts }} channels={channels} />
        {edited && blocks.length === 0 && <small className="quiet">(edited)</small>}
      </div>
    </article>
  );
}
