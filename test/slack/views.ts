import type { ModalView } from '@slack/web-api';

/** A modal that asks for the application's name. */
export const CONFIRMATION: ModalView = {
  type: 'modal',
  callback_id: 'review',
  private_metadata: 'DR-42',
  title: { type: 'plain_text', text: 'Review DR-42' },
  submit: { type: 'plain_text', text: 'Approve' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: [
    {
      type: 'input',
      block_id: 'confirmation',
      label: { type: 'plain_text', text: 'Type shop to confirm' },
      element: { type: 'plain_text_input', action_id: 'name' },
    },
  ],
};

/** A message with a button in an actions block. */
export const CARD = [
  { type: 'header' as const, text: { type: 'plain_text' as const, text: 'Fail over shop' } },
  {
    type: 'actions' as const,
    block_id: 'choices',
    elements: [
      { type: 'button' as const, action_id: 'review', value: 'DR-42', text: { type: 'plain_text' as const, text: 'Review' } },
    ],
  },
];
