import { MEMBERS } from '../../../slack/cast.ts';
import type { Channel } from '../../../slack/shown.ts';
import { Avatar } from './avatar.tsx';

/** Whom one acts as, and the channels this person is in. */
export function Sidebar({
  user,
  onUser,
  channels,
  chosen,
  onChannel,
  unread,
}: {
  readonly user: string;
  readonly onUser: (user: string) => void;
  readonly channels: readonly Channel[];
  readonly chosen: string | undefined;
  readonly onChannel: (channel: string) => void;
  readonly unread: ReadonlySet<string>;
}) {
  return (
    <div className="sidebar">
      <nav aria-label="Channels">
        <h3>Channels</h3>
        <ul>
          {channels.map(({ id, name, direct }) => (
            <li key={id}>
              <button
                type="button"
                className="channel"
                aria-current={id === chosen ? 'page' : undefined}
                onClick={() => onChannel(id)}
              >
                <span className={unread.has(id) ? 'unread' : undefined}>{direct ? 'DR Platform' : `# ${name}`}</span>
                {unread.has(id) && <span className="unseen"> (unread)</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <fieldset>
        <legend>You act as</legend>
        {MEMBERS.map(({ id, name, part }) => (
          <label key={id} className="person">
            <input type="radio" name="person" className="unseen" checked={id === user} onChange={() => onUser(id)} />
            <Avatar user={id} />
            <span>
              <b>{name}</b>
              <small>{part}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
