import { Refused } from '../../orchestrator/domain/errors.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import { skipForm } from '../views/skip-form.ts';
import { CarriedQuestion, carried } from './carried.ts';
import type { Form, OnClick } from './listener.ts';

/** *Skip…*: asks why, or whether to agree. */
export const skip: OnClick = async ({ recovery, plans }, { value, open }) => {
  const { run, question: id } = carried(CarriedQuestion, value);
  const view = await recovery.view(run);
  const question = view.questions.find((asked) => asked.id === id && asked.outcome === null);
  if (question === undefined) throw new Refused(`${run} does not ask that any more.`);
  await open(skipForm(view, question, { plan: plans[view.run.plan], application: recovery.application(view.run.application) }));
  return null;
};

/** The submitted proposal to go on without a step, or the agreement of a second person. */
export const skipping: Form = {
  refusedUnder: FIELD.reason,
  async answer({ recovery }, { by, carries, field }) {
    const { run, question } = carried(CarriedQuestion, carries);
    const view = await recovery.decide({ run, question, choice: 'skip', reason: field(FIELD.reason), by });
    const isDecided = view.questions.some(({ id, outcome }) => id === question && outcome === 'skip');
    const says = isDecided ? `${run} goes on without this step.` : `${run} still waits: an approver has to agree with you.`;
    return { becomes: notice(run, [says]) };
  },
};
