import { useState } from 'react';
import { MEMBERS } from '../../slack/cast.ts';
import { LabSide } from './lab/lab-side.tsx';
import { useLive } from './live.ts';
import { SlackSide } from './slack/slack-side.tsx';

const SIDES = [
  { id: 'slack', name: 'Slack' },
  { id: 'lab', name: 'Lab' },
] as const;

/** The whole page: Slack and the lab beside each other, or as tabs where it is narrow. */
export function Page() {
  const [user, setUser] = useState(MEMBERS[0]?.id ?? '');
  const [side, setSide] = useState<'slack' | 'lab'>('slack');
  const { slack, lab, trouble } = useLive(user);
  return (
    <div className="page" data-side={side}>
      <nav className="tabs" aria-label="Sides of the page">
        {SIDES.map(({ id, name }) => (
          <button key={id} type="button" aria-pressed={side === id} onClick={() => setSide(id)}>
            {name}
          </button>
        ))}
      </nav>
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      <SlackSide user={user} onUser={setUser} state={slack} />
      <LabSide state={lab} />
    </div>
  );
}
