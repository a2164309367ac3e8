import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Block, Channel, View } from '../../../slack/shown.ts';
import { act } from '../send.ts';
import { Blocks } from './blocks.tsx';
import { Dialog } from './dialog.tsx';
import { Input, type InputBlock, initialOf, type Value } from './input.tsx';

const isInput = (block: Block): block is Block & InputBlock => block.type === 'input';

/** A modal of the app: its blocks, its inputs with their errors, submit and close. */
export function Modal({
  user,
  view,
  channels,
}: {
  readonly user: string;
  readonly view: View;
  readonly channels: readonly Channel[];
}) {
  const [values, setValues] = useState<Readonly<Record<string, Value>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const form = useRef<HTMLFormElement>(null);
  const [trouble, setTrouble] = useState('');
  const [waiting, setWaiting] = useState(false);
  const currently = (block: InputBlock) => values[block.block_id] ?? initialOf(block.element);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWaiting(true);
    setTrouble('');
    const inputs = Object.fromEntries(view.blocks.filter(isInput).map((block) => [block.block_id, currently(block)]));
    const answer = await act({ do: 'submit', as: user, view: view.id, values: inputs as Record<string, string | string[]> });
    setWaiting(false);
    if ('error' in answer) return setTrouble(answer.error);
    if (answer.reply !== null && 'errors' in answer.reply) setErrors(answer.reply.errors);
    if (answer.reply?.failure) setTrouble('We had some trouble connecting. Try again?');
  };
  // The app may open a modal first and fill it in a moment later, so the first input is looked for at every redrawing.
  const redrawn = view.hash;
  useEffect(() => {
    if (redrawn !== '') form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }, [redrawn]);
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const close = () => act({ do: 'close', as: user, view: view.id });
  return (
    <Dialog title={view.title?.text ?? ''} onClose={close}>
      <form ref={form} onSubmit={submit} noValidate>
        <div className="dialog-body">
          {view.blocks.map((block) =>
            isInput(block) ? (
              <Input
                key={block.block_id}
                block={block}
                value={currently(block)}
                error={errors[block.block_id]}
                onChange={(value) => setValues((before) => ({ ...before, [block.block_id]: value }))}
              />
            ) : (
              <Blocks key={block.block_id} blocks={[block]} where={view.id} {...{ user, channels }} />
            ),
          )}
          {trouble !== '' && (
            <p className="wrong" role="alert">
              {trouble}
            </p>
          )}
        </div>
        <footer>
          <button type="button" className="kit-button" onClick={close}>
            {view.close?.text ?? 'Cancel'}
          </button>
          {view.submit !== null && (
            <button type="submit" className="kit-button" data-style="primary" disabled={waiting} aria-busy={waiting}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
