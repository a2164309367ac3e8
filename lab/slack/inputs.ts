import type { View } from './shown.ts';

type Plain = Readonly<Record<string, unknown>>;

/** What a person filled in, by `action_id` or `block_id`. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** What Slack's own client objects to before it submits, by `block_id`. */
export function incomplete(view: View, values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    inputsOf(view)
      .filter(({ optional, given }) => !optional && given(values).length === 0)
      .map(({ blockId }) => [blockId, 'Please complete this required field.']),
  );
}

/** `view.state` as Slack sends it with a submission. */
export function stateOf(view: View, values: Values): { readonly values: Readonly<Record<string, Plain>> } {
  return {
    values: Object.fromEntries(
      inputsOf(view).map(({ blockId, actionId, element, given }) => [
        blockId,
        { [actionId]: elementState(element, given(values)) },
      ]),
    ),
  };
}

function inputsOf(view: View) {
  return view.blocks
    .filter(({ type }) => type === 'input')
    .map((block) => {
      const element = block.element as Plain;
      const actionId = String(element.action_id);
      const given = (values: Values): readonly string[] =>
        [values[actionId] ?? values[block.block_id] ?? initial(element)].flat().filter((value) => value !== '');
      return { blockId: block.block_id, actionId, element, optional: block.optional === true, given };
    });
}

function initial(element: Plain): string | readonly string[] {
  const option = element.initial_option as Plain | undefined;
  const options = (element.initial_options as readonly Plain[] | undefined)?.map(({ value }) => String(value));
  return options ?? String(element.initial_value ?? option?.value ?? '');
}

function elementState(element: Plain, given: readonly string[]): Plain {
  const type = String(element.type);
  const chosen = ((element.options as readonly Plain[] | undefined) ?? []).filter(({ value }) => given.includes(String(value)));
  const first = given[0] ?? null;
  if (type === 'checkboxes' || type === 'multi_static_select') return { type, selected_options: chosen };
  if (type === 'radio_buttons' || type === 'static_select') return { type, selected_option: chosen[0] ?? null };
  if (type === 'users_select') return { type, selected_user: first };
  if (type === 'datepicker') return { type, selected_date: first };
  if (type === 'timepicker') return { type, selected_time: first };
  return { type, value: first };
}
