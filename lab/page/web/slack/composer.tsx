import { type FormEvent, useId, useState } from 'react';
import type { Channel } from '../../../slack/shown.ts';
import { act } from '../send.ts';

const SUGGESTIONS = ['/dr failover shop us-east-1 does not answer', '/dr status shop', '/dr plan shop', '/dr abort', '/dr help'];

/** Where one writes `/dr …`, with what one may want to try. */
export function Composer({
  user,
  channel,
  onSent,
}: {
  readonly user: string;
  readonly channel: Channel;
  readonly onSent: () => void;
}) {
  const [line, setLine] = useState('');
  const [trouble, setTrouble] = useState('');
  const [waiting, setWaiting] = useState(false);
  const id = useId();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!line.trim().startsWith('/')) return setTrouble('Only commands reach the platform here: begin with /dr.');
    setWaiting(true);
    onSent();
    setTrouble('');
    const answer = await act({ do: 'command', as: user, line: line.trim(), channel: channel.id });
    setWaiting(false);
    if ('error' in answer) setTrouble(answer.error);
    else setLine('');
  };
  return (
    <form className="composer" onSubmit={send}>
      <ul aria-label="Suggestions">
        {SUGGESTIONS.map((suggestion) => (
          <li key={suggestion}>
            <button
              type="button"
              className="suggestion"
              onClick={() => {
                setLine(suggestion);
                document.getElementById(id)?.focus();
              }}
            >
              {suggestion}
            </button>
          </li>
        ))}
      </ul>
      <div className="line">
        <label className="unseen" htmlFor={id}>
          Command in {channel.name}
        </label>
        <input
          id={id}
          value={line}
          autoComplete="off"
          spellCheck={false}
          placeholder="Write /dr help and press Enter"
          onChange={({ target }) => setLine(target.value)}
        />
        <button type="submit" disabled={waiting || line.trim() === ''} aria-busy={waiting}>
          Send
        </button>
      </div>
      {trouble !== '' && (
        <p className="wrong" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}
