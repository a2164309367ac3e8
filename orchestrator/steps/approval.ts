import { type Answer, cancelled, done, working } from '../domain/answer.ts';
import { driftOf } from '../domain/drift.ts';
import type { Question } from '../domain/question.ts';
import { gather } from '../gather.ts';
import { approvalId, chronicle, revise } from '../questions.ts';
import { factsOf, type Scene, type Step } from './step.ts';

/** Puts the question to people and answers what they decided; votes bind to the hash of plan and frozen facts. */
export const approval: Step = {
  async ask(scene) {
    const { records, run, application, world, view } = scene;
    if (view.planned === null) throw new Error(`${run.id} has no plan to approve.`);
    const { revision, hash } = view.planned;
    const now = world.clock.now();
    const question = await records.questions.ask({
      run: run.id,
      id: approvalId(revision),
      row: 'approval',
      kind: 'approval',
      hash,
      needed: application.approval.needed,
      expiresAt: now + application.approval.expires,
      votes: [],
      outcome: null,
      askedAt: now,
    });
    await chronicle(records, question, now);
    return answerOf(scene, question);
  },
};

async function answerOf(scene: Scene, question: Question): Promise<Answer> {
  const { records, run, world } = scene;
  const now = world.clock.now();
  if (question.outcome === null) {
    if (question.expiresAt === null || now < question.expiresAt)
      return working(`Waiting for ${question.needed === 1 ? 'an approval' : `${question.needed} approvals`}.`);
    const settled = await records.questions.settle(run.id, question.id, 'expired', now);
    await chronicle(records, settled, now);
    return answerOf(scene, settled);
  }
  if (question.outcome === 'superseded') return working('The facts changed; a new revision is being made.');
  if (question.outcome !== 'approved') return cancelled(`The request was ${question.outcome}.`);
  return startOf(scene, question);
}

/** The live facts are compared once more at the start: a vote may have waited for its delivery. */
async function startOf(scene: Scene, question: Question): Promise<Answer> {
  const { records, run, application, world, plan, pace } = scene;
  const live = await gather({ world, records, application, pace }, run);
  const drift = driftOf(factsOf(scene), live, application.drift);
  const by = question.votes.filter(({ verdict }) => verdict === 'approve').map((vote) => vote.by.id);
  if (drift.length === 0) return done(`Approved by ${by.join(', ')}.`, { by });
  await revise(records, { run, plan, facts: live, drift, at: world.clock.now() });
  return working(`The facts changed since the approval: ${drift.join('; ')}.`);
}
