import { useState } from 'react';
import type { MessageRef } from '../../../slack/shown.ts';
import { act } from '../send.ts';
import { Confirm, type ConfirmTexts } from './confirm.tsx';

/** A Block Kit button. */
export interface ButtonElement {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: { readonly text: string };
  readonly style?: 'primary' | 'danger';
  readonly url?: string;
  readonly confirm?: ConfirmTexts;
}

/** A button that asks where it should, presses for the acting person, and says when the app did not answer. */
export function Button({
  user,
  where,
  block,
  element,
}: {
  readonly user: string;
  readonly where: MessageRef | string;
  readonly block: string;
  readonly element: ButtonElement;
}) {
  const [asking, setAsking] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [trouble, setTrouble] = useState('');
  const press = async () => {
    setAsking(false);
    setWaiting(true);
    setTrouble('');
    const answer = await act({ do: 'click', as: user, where, action: element.action_id, block });
    setWaiting(false);
    if ('error' in answer) setTrouble(answer.error);
    else if (answer.reply?.failure) setTrouble(`This did not work: ${answer.reply.failure}`);
  };
  return (
    <span className="button-place">
      <button
        type="button"
        className="kit-button"
        data-style={element.style}
        disabled={waiting}
        aria-busy={waiting}
        onClick={() => (element.confirm === undefined ? press() : setAsking(true))}
      >
        {element.text.text}
      </button>
      {trouble !== '' && (
        <small className="wrong" role="alert">
          {trouble}
        </small>
      )}
      {asking && element.confirm && <Confirm texts={element.confirm} onYes={press} onNo={() => setAsking(false)} />}
    </span>
  );
}
