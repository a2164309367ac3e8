import { type Answer, cancelled, done, type Retry, working } from '../domain/answer.ts';
import { holderOf, standingOf } from '../domain/claim-rules.ts';
import { rowsOf } from '../domain/plan.ts';
import { chronicle, conclude, platform } from '../questions.ts';
import { rollBack } from '../roll-back.ts';
import { openRun, type Stage } from '../stage.ts';
import { type Asked, decisionId, entriesOf, isUnderway } from './attempts.ts';

/**
 * Asks people what to do about a row that failed; answers what they chose, or `working` while they have not. A row that rolls
 * back asks nobody, as long as it is not too late.
 */
export async function askDecision(stage: Stage, asked: Asked, caught: unknown): Promise<Answer | Retry> {
  const { records } = stage;
  const { run, plan } = await openRun(stage, asked.run);
  if (caught !== null) await recordCaught(stage, asked, caught);
  if (!asked.undo && rowsOf(plan).some(({ id, rollsBack }) => id === asked.row && rollsBack)) {
    const why = await whyFailed(stage, asked);
    const tooLate = await rollBack(records, run, platform, why, stage.now());
    if (tooLate === null) return cancelled('What was done is taken back.');
  }
  const id = decisionId(await records.journal.read(asked.run), asked);
  const asking = await records.questions.ask({
    run: asked.run,
    id,
    row: asked.row,
    kind: 'decision',
    hash: '',
    needed: 1,
    expiresAt: null,
    votes: [],
    outcome: null,
    askedAt: stage.now(),
  });
  const question = await conclude(records, run, asking, stage.now());
  if (question.outcome === 'retry') return { status: 'retry' };
  if (question.outcome === 'skip') return done('It was skipped.');
  if (question.outcome !== null) return cancelled(`${question.votes.at(-1)?.by.id ?? 'The run'} stopped here.`);

  const standing = standingOf(await records.claims.look(run.application), holderOf(run));
  const isOver = standing === null || (standing.stop !== null && !asked.undo);
  if (!isOver) return working('Waiting for a person to choose.');
  await chronicle(records, await records.questions.settle(asked.run, id, 'cancelled', stage.now()), stage.now());
  return cancelled('The run was stopped.');
}

/** The newest failure of a row, as a sentence. */
async function whyFailed({ records }: Stage, asked: Asked): Promise<string> {
  const failure = entriesOf(await records.journal.read(asked.run), asked).findLast(({ kind }) => kind === 'failed');
  return failure?.kind === 'failed' ? failure.why : `${asked.row} failed.`;
}

/** An exception that left the runner is a bug: it is written as a failure, so that people are asked about it. */
async function recordCaught({ records, now }: Stage, asked: Asked, caught: unknown): Promise<void> {
  const why = `An unexpected error stopped this step: ${sentenceOf(caught)}`;
  const { row, undo } = asked;
  await records.journal.append(
    asked.run,
    now(),
    { kind: 'failed', row, undo, error: 'Refused', why },
    (entries) => !isUnderway(entriesOf(entries, asked)),
  );
}

function sentenceOf(caught: unknown): string {
  if (typeof caught === 'object' && caught !== null && 'Error' in caught) return String(caught.Error);
  return 'no details were passed on.';
}
