import { useId } from 'react';
import { Choice, type Option } from './choice.tsx';

/** What an input holds: one text, or the values of what was ticked. */
export type Value = string | readonly string[];

interface InputElement {
  readonly type: string;
  readonly multiline?: boolean;
  readonly placeholder?: { readonly text: string };
  readonly options?: readonly Option[];
  readonly initial_value?: string;
  readonly initial_option?: Option;
  readonly initial_options?: readonly Option[];
  readonly focus_on_load?: boolean;
}

/** An input block of a modal. */
export interface InputBlock {
  readonly type: string;
  readonly block_id: string;
  readonly label: { readonly text: string };
  readonly hint?: { readonly text: string };
  readonly optional?: boolean;
  readonly element: InputElement;
}

/** What an input holds before anybody touched it. */
export function initialOf(element: InputElement): Value {
  if (element.type === 'checkboxes') return element.initial_options?.map(({ value }) => value) ?? [];
  return element.initial_value ?? element.initial_option?.value ?? '';
}

/** An input with its label, hint, and what is wrong with it. */
export function Input({
  block,
  value,
  error,
  onChange,
}: {
  readonly block: InputBlock;
  readonly value: Value;
  readonly error: string | undefined;
  readonly onChange: (value: Value) => void;
}) {
  const { element, label, hint, optional } = block;
  const id = useId();
  const name = (
    <>
      {label.text}
      {optional && <span className="quiet"> (optional)</span>}
    </>
  );
  const described = { 'aria-invalid': error !== undefined, 'aria-describedby': `${id}-notes` };
  const notes = (
    <div id={`${id}-notes`}>
      {error !== undefined && (
        <p className="wrong" role="alert">
          {error}
        </p>
      )}
      {hint && <small className="quiet">{hint.text}</small>}
    </div>
  );
  if (element.options !== undefined && element.type !== 'static_select') {
    return (
      <fieldset className="input" {...described}>
        <legend>{name}</legend>
        <Choice options={element.options} many={element.type === 'checkboxes'} value={value} onChange={onChange} />
        {notes}
      </fieldset>
    );
  }
  const shared = { id, value: String(value), placeholder: element.placeholder?.text, ...described };
  return (
    <div className="input">
      <label htmlFor={id}>{name}</label>
      {element.options !== undefined ? (
        <select {...{ ...shared, placeholder: undefined }} onChange={({ target }) => onChange(target.value)}>
          <option value="">{element.placeholder?.text ?? 'Choose'}</option>
          {element.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text.text}
            </option>
          ))}
        </select>
      ) : element.multiline ? (
        <textarea {...shared} rows={3} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <input {...shared} type="text" autoComplete="off" onChange={({ target }) => onChange(target.value)} />
      )}
      {notes}
    </div>
  );
}
