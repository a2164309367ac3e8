import { useState } from 'react';
import type { Switch } from '../../../view.ts';
import { flip } from '../send.ts';

/** A switch of the lab; says why when it could not be flipped. */
export function FlipButton({
  name,
  means,
  change,
  disabled = false,
}: {
  readonly name: string;
  /** What it does, for people who hover or listen. */
  readonly means: string;
  readonly change: Switch;
  readonly disabled?: boolean;
}) {
  const [waiting, setWaiting] = useState(false);
  const [trouble, setTrouble] = useState('');
  const press = async () => {
    setWaiting(true);
    const { error = '' } = await flip(change);
    setTrouble(error);
    setWaiting(false);
  };
  return (
    <>
      <button
        type="button"
        className="flip"
        data-do={change.do}
        title={means}
        aria-label={`${name}: ${means}`}
        disabled={disabled || waiting}
        aria-busy={waiting}
        onClick={press}
      >
        {name}
      </button>
      {trouble !== '' && (
        <small className="wrong" role="alert">
          {trouble}
        </small>
      )}
    </>
  );
}
