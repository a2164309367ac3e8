import { deliver } from '../deliver.ts';
import { Refused } from '../domain/errors.ts';
import { maySteer } from '../people.ts';
import { chronicle } from '../questions.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';

/** Retry or stop, once per question; a stop is flagged first, so that the rest of the run sees it before it acts. */
export const decide =
  (stage: Stage): Recovery['decide'] =>
  async ({ run: id, question: questionId, choice, by }) => {
    const { run } = await openRun(stage, id);
    const application = applicationOf(stage.config, run.application);
    await maySteer(application, run, by, stage.directory);
    const { questions, claims } = stage.records;
    const question = await questions.get(id, questionId);
    if (question === null || question.kind !== 'decision') throw new Refused(`${id} does not ask ${questionId}.`);
    const voted = await questions.vote(id, questionId, question.hash, { by, verdict: choice, at: stage.now() });
    const settled = await questions.settle(id, voted.id, choice, stage.now());
    if (settled.outcome === 'stop') {
      await claims.stop(
        { application: run.application, run: id, epoch: run.epoch },
        { kind: 'stop', by: by.id, at: stage.now() },
      );
    }
    await chronicle(stage.records, settled, stage.now());
    await deliver(stage, id);
    return (await openRun(stage, id)).view;
  };
