import type { KnownBlock, ModalView } from '@slack/types';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import { FIELD, FORM } from './actions.ts';
import { plain, section } from './blocks.ts';
import { LIMITS } from './limits.ts';

interface ModalOptions {
  readonly form: string;
  readonly title: string;
  readonly submit?: string;
  readonly blocks: KnownBlock[];
  /** Ids only. */
  readonly carries?: Readonly<Record<string, string>>;
}

/** A modal whose labels keep within Slack's limits. */
export function modal({ form, title, submit, blocks, carries }: ModalOptions): ModalView {
  return {
    type: 'modal',
    callback_id: form,
    title: plain(title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalLabel),
    ...(submit === undefined ? {} : { submit: plain(submit, LIMITS.modalLabel) }),
    ...(carries === undefined ? {} : { private_metadata: JSON.stringify(carries) }),
    blocks,
  };
}

/** A modal that only says something. */
export const notice = (title: string, lines: readonly string[]): ModalView =>
  modal({ form: FORM.notice, title, blocks: [section(lines)] });

/** One of several to choose from. */
export interface Option {
  readonly label: string;
  readonly value: string;
}

/** A choice of one, already made where there is a first. */
export function choice(field: string, label: string, options: readonly Option[]): KnownBlock {
  const shown = options.slice(0, LIMITS.options).map(({ label, value }) => ({ text: plain(label, LIMITS.optionText), value }));
  const [first] = shown;
  return {
    type: 'input',
    block_id: field,
    label: plain(label, LIMITS.inputLabel),
    element: {
      type: 'static_select',
      action_id: field,
      options: shown,
      ...(first === undefined ? {} : { initial_option: first }),
    },
  };
}

/** A name to be typed, so that nobody approves by mistake. */
export const confirmation = (label: string): KnownBlock => ({
  type: 'input',
  block_id: FIELD.confirmation,
  label: plain(label, LIMITS.inputLabel),
  element: { type: 'plain_text_input', action_id: FIELD.confirmation, max_length: 100 },
});

/** The form that asks for a plan, filled in. */
export const beginForm = ({ id, title, when }: Plan, applications: readonly string[]): ModalView =>
  modal({
    form: FORM.begin,
    title: `Ask for a ${title.toLowerCase()}`,
    submit: 'Ask',
    carries: { plan: id },
    blocks: [
      section([`${when} This makes a request: nothing moves before it is approved.`]),
      choice(
        FIELD.application,
        'Application',
        applications.map((id) => ({ label: id, value: id })),
      ),
      {
        type: 'input',
        block_id: FIELD.reason,
        optional: true,
        label: plain('Reason', LIMITS.inputLabel),
        element: { type: 'plain_text_input', action_id: FIELD.reason, multiline: true, max_length: 1_000 },
      },
    ],
  });
