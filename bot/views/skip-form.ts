import type { ModalView } from '@slack/types';
import { moveOf } from '../../orchestrator/domain/plan.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { FIELD, FORM } from './actions.ts';
import { plain, section } from './blocks.ts';
import { failedRow } from './choices.ts';
import { LIMITS } from './limits.ts';
import { modal, notice } from './modals.ts';
import { type Setting, said } from './naming.ts';
import { mention, words } from './text.ts';

/** Asks why to go on without a step, or whether to agree with somebody who would; says what that means. */
export function skipForm({ run, rows }: RunView, question: QuestionView, setting: Setting): ModalView {
  const failed = failedRow(question, setting);
  const means = failed?.row.skip;
  if (failed === null || means === undefined) return notice(run.id, [`Nobody can go on without ${words(question.row)}.`]);
  const proposal = question.votes.find(({ verdict }) => verdict === 'skip');
  const asks =
    proposal === undefined
      ? 'A second person, an approver, has to agree before the run goes on.'
      : `${mention(proposal.by)} would go on without it: ${words(proposal.reason ?? '')}. An approver who agrees makes the run go on.`;
  return modal({
    form: FORM.skip,
    title: `${failed.row.unplanned ? 'Unplanned' : 'Skip in'} ${run.id}`,
    submit: proposal === undefined ? 'Propose' : 'Agree',
    carries: { run: run.id, question: question.id },
    blocks: [
      section([
        `*${said(failed.row.title, moveOf(failed.row, run), setting.application)}* is skipped.`,
        ...(failed.row.unplanned ? [words(rows.find(({ id }) => id === failed.row.id)?.says ?? '')] : []),
        said(means, moveOf(failed.row, run), setting.application),
        asks,
      ]),
      {
        type: 'input',
        block_id: FIELD.reason,
        optional: proposal !== undefined,
        label: plain('Reason', LIMITS.inputLabel),
        element: { type: 'plain_text_input', action_id: FIELD.reason, multiline: true, max_length: 500 },
      },
    ],
  });
}
