/**
 * Slack's limits, in characters unless said otherwise. Sources: https://docs.slack.dev/reference/block-kit/blocks,
 * /reference/block-kit/block-elements, /reference/block-kit/composition-objects, /reference/views and
 * /reference/methods/conversations.create (80), conversations.setTopic (250), chat.postMessage (text of 4,000).
 */
export const LIMITS = {
  messageBlocks: 50,
  modalBlocks: 100,
  messageText: 4_000,
  sectionText: 3_000,
  sectionFields: 10,
  fieldText: 2_000,
  contextElements: 10,
  header: 150,
  buttonLabel: 75,
  buttonValue: 2_000,
  actionId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmLabel: 30,
  modalTitle: 24,
  modalLabel: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  inputValue: 3_000,
  optionText: 75,
  optionValue: 150,
  options: 100,
  channelName: 80,
  topic: 250,
} as const;

/** Our own bounds where Slack states none or a generous one: a card is read on a phone. */
export const OURS = {
  taskTitle: 150,
  taskText: 500,
  line: 500,
  /** Of one application among many: 60 of them fit into a message. */
  memberLine: 160,
  reason: 1_500,
  buttonsInARow: 3,
} as const;
