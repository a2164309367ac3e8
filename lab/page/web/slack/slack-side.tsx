import { useState } from 'react';
import type { SlackState } from '../../state.ts';
import { Composer } from './composer.tsx';
import { Modal } from './modal.tsx';
import { Sidebar } from './sidebar.tsx';
import { Thread } from './thread.tsx';
import { useFollow } from './use-follow.ts';
import { useSeen } from './use-seen.ts';

const APPROVALS = 'C0APPROVALS';

/** Slack's client: people, channels, messages, and the modal on top. */
export function SlackSide({
  user,
  onUser,
  state,
}: {
  readonly user: string;
  readonly onUser: (user: string) => void;
  readonly state: SlackState | null;
}) {
  const [chosen, setChosen] = useState(APPROVALS);
  const channel = state?.channels.find(({ id }) => id === chosen) ?? state?.channels[0];
  const messages = (channel && state?.messages[channel.id]) ?? [];
  const unread = useSeen(user, channel?.id, state);
  const { list, goToEnd } = useFollow(`${user} ${channel?.id}`, messages);
  const top = messages.filter(({ thread }) => thread === null);
  return (
    <section className="slack-side" aria-label="Slack">
      <Sidebar {...{ user, onUser, unread }} channels={state?.channels ?? []} chosen={channel?.id} onChannel={setChosen} />
      <div className="conversation">
        <header>
          <h2>{channel === undefined ? 'Slack' : channel.direct ? 'DR Platform' : `# ${channel.name}`}</h2>
          <p className="quiet">{channel?.topic}</p>
          {(channel?.bookmarks.length ?? 0) > 0 && (
            <ul className="bookmarks" aria-label="Bookmarks">
              {channel?.bookmarks.map(({ title, link }) => (
                <li key={`${title} ${link}`}>
                  <a href={link} target="_blank" rel="noreferrer">
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </header>
        <div className="messages" ref={list} role="log" aria-label="Messages">
          {top.length === 0 && <p className="empty quiet">Nothing here yet. Write a command below.</p>}
          {top.map((message) => (
            <Thread
              key={message.ts}
              {...{ user, message }}
              channels={state?.channels ?? []}
              replies={messages.filter(({ thread }) => thread === message.ts)}
            />
          ))}
        </div>
        {channel !== undefined && <Composer key={user} user={user} channel={channel} onSent={goToEnd} />}
      </div>
      {state?.view && <Modal key={`${user} ${state.view.id}`} user={user} view={state.view} channels={state.channels} />}
    </section>
  );
}
