import type { Channel, Message } from '../../../slack/shown.ts';
import { MessageCard } from './message-card.tsx';

/** A message and the replies in its thread. */
export function Thread({
  user,
  message,
  replies,
  channels,
}: {
  readonly user: string;
  readonly message: Message;
  readonly replies: readonly Message[];
  readonly channels: readonly Channel[];
}) {
  return (
    <>
      <MessageCard {...{ user, message, channels }} />
      {replies.length > 0 && (
        <details className="replies">
          <summary>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</summary>
          {replies.map((reply) => (
            <MessageCard key={reply.ts} {...{ user, channels }} message={reply} />
          ))}
        </details>
      )}
    </>
  );
}
