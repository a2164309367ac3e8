import { deliverSoon } from '../deliver.ts';
import { Refused } from '../domain/errors.ts';
import { maySteer } from '../people.ts';
import { cancelOpen, conclude } from '../questions.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import { journalingDenials } from './denials.ts';

/** Retry or stop, once per question; a stop is flagged first, so that the rest of the run sees it before it acts. */
export const decide =
  (stage: Stage): Recovery['decide'] =>
  async ({ run: id, question: questionId, choice, by }) => {
    const { run } = await openRun(stage, id);
    const application = applicationOf(stage.config, run.application);
    await journalingDenials(stage, id, by, () => maySteer(application, run, by, stage.directory));
    const { questions } = stage.records;
    const question = await questions.get(id, questionId);
    if (question === null || question.kind !== 'decision') throw new Refused(`${id} does not ask ${questionId}.`);
    const voted = await questions.vote(id, questionId, question.hash, { by, verdict: choice, at: stage.now() });
    const { outcome, votes } = await conclude(stage.records, run, voted, stage.now());
    if (outcome === 'stop') await cancelOpen(stage.records, id, stage.now());
    await deliverSoon(stage, id);
    if (outcome !== choice) throw new Refused(`${votes[0]?.by.id ?? 'Somebody'} chose ${outcome} a moment before.`);
    return (await openRun(stage, id)).view;
  };
