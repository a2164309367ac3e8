import { deliverSoon } from '../deliver.ts';
import { Refused } from '../domain/errors.ts';
import { type Plan, rowsOf } from '../domain/plan.ts';
import type { Question, VotedChoice } from '../domain/question.ts';
import type { Person, Run } from '../domain/run.ts';
import { isAmong, mayAgreeToSkip, maySteer } from '../people.ts';
import { cancelOpen, conclude } from '../questions.ts';
import type { Recovery } from '../recovery.ts';
import { rollBack } from '../roll-back.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import { journalingDenials } from './denials.ts';

/** What people choose when a step has failed, once per question; what ends the run is flagged first, so that the rest of it sees that before it acts. */
export const decide =
  (stage: Stage): Recovery['decide'] =>
  async ({ run: id, question: questionId, choice, reason = '', by }) => {
    const { run, plan } = await openRun(stage, id);
    const application = applicationOf(stage.config, run.application);
    await journalingDenials(stage, id, by, () => maySteer(application, run, by, stage.directory));
    const question = await stage.records.questions.get(id, questionId);
    if (question === null || question.kind !== 'decision') throw new Refused(`${id} does not ask ${questionId}.`);
    if (choice === 'roll-back') await takeBack(stage, run, question, by);
    else {
      const agrees = choice === 'skip' && (await mayDecideSkip(stage, { run, plan, question, reason, by }));
      await vote(stage, { run, question, choice, reason: reason.trim(), agrees, by });
    }
    await deliverSoon(stage, id);
    return (await openRun(stage, id)).view;
  };

/** Rolling back ends the run like an abort: whatever is still asked is cancelled. */
async function takeBack(stage: Stage, run: Run, { id: question, row, outcome }: Question, by: Person): Promise<void> {
  if (question.startsWith('undo-')) throw new Refused(`${run.id} is being taken back already: retry, or stop.`);
  if (outcome !== null) throw new Refused(`It is too late: the choice about ${row} in ${run.id} is already made: ${outcome}.`);
  const { view } = await openRun(stage, run.id);
  const why = view.rows.find(({ id }) => id === row)?.says ?? '';
  const tooLate = await rollBack(stage.records, run, by, why, stage.now());
  if (tooLate !== null) throw new Refused(tooLate);
  await cancelOpen(stage.records, run.id, stage.now());
}

interface Skip {
  readonly run: Run;
  readonly plan: Plan;
  readonly question: Question;
  readonly reason: string;
  readonly by: Person;
}

/** Whether somebody who chooses to skip is one of those who may agree to that; throws where they may not choose it. */
async function mayDecideSkip(stage: Stage, { run, plan, question, reason, by }: Skip): Promise<boolean> {
  const row = rowsOf(plan).find(({ id }) => id === question.row);
  if (row?.skip === undefined || question.id.startsWith('undo-')) throw new Refused(`Nobody can go on without ${question.row}.`);
  const isSecond = question.votes.some(({ verdict, by: other }) => verdict === 'skip' && other.id !== by.id);
  const application = applicationOf(stage.config, run.application);
  if (isSecond) {
    await journalingDenials(stage, run.id, by, () => mayAgreeToSkip(application, run, by, stage.directory));
    return true;
  }
  if (reason.trim() === '') throw new Refused(`Say why ${run.id} should go on without ${question.row}.`);
  return isAmong(application.approval.approvers, by, stage.directory);
}

interface Ballot extends Omit<Skip, 'plan'> {
  readonly choice: VotedChoice;
  readonly agrees: boolean;
}

async function vote(stage: Stage, { run, question, choice, reason, agrees, by }: Ballot): Promise<void> {
  const { records } = stage;
  const cast = { by, verdict: choice, at: stage.now(), ...(reason !== '' && { reason }), ...(agrees && { agrees }) };
  const voted = await records.questions.vote(run.id, question.id, question.hash, cast);
  const { outcome, votes } = await conclude(records, run, voted, stage.now());
  if (outcome === 'stop') await cancelOpen(records, run.id, stage.now());
  const isProposal = choice === 'skip' && outcome === null;
  if (outcome !== choice && !isProposal) throw new Refused(`${votes[0]?.by.id ?? 'Somebody'} chose ${outcome} a moment before.`);
}
