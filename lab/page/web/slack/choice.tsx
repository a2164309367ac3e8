import { useId } from 'react';
import type { Value } from './input.tsx';

/** An option of radio buttons, checkboxes or a menu. */
export interface Option {
  readonly value: string;
  readonly text: { readonly text: string };
}

/** Radio buttons, or checkboxes where many may be ticked. */
export function Choice({
  options,
  many,
  value,
  onChange,
}: {
  readonly options: readonly Option[];
  readonly many: boolean;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  const name = useId();
  const ticked = [value].flat();
  const toggle = (one: string) => (ticked.includes(one) ? ticked.filter((other) => other !== one) : [...ticked, one]);
  return options.map((option) => (
    <label key={option.value} className="choice">
      <input
        type={many ? 'checkbox' : 'radio'}
        name={name}
        checked={ticked.includes(option.value)}
        onChange={() => onChange(many ? toggle(option.value) : option.value)}
      />
      {option.text.text}
    </label>
  ));
}
