import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Entry } from '../../orchestrator/domain/entry.ts';
import { isExpected } from '../../orchestrator/domain/errors.ts';
import type { Choice } from '../../orchestrator/domain/question.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { amir, approve, dr, gus, isClosed, nina, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const DEEDS = ['approve', 'approve-too', 'approve-twice', 'deny', 'abort', 'expire', 'sweep', 'crash', 'lose-source'] as const;
type Deed = (typeof DEEDS)[number];

const CASES = Number(process.env.CASES ?? 60);

/** Every call of the records waits for its turn, and the turns are drawn at random. */
function interleaved(scheduler: fc.Scheduler, isOn: () => boolean) {
  const watch = <Port extends object>(name: string, port: Port): Port => {
    const methods = Object.entries(port).map(([method, work]) => [
      method,
      async (...args: unknown[]) => {
        if (isOn()) await scheduler.schedule(Promise.resolve(), `${name}.${method}`);
        return work(...args);
      },
    ]);
    return Object.fromEntries(methods);
  };
  return (records: Records): Records => ({
    ...records,
    claims: watch('claims', records.claims),
    journal: watch('journal', records.journal),
    questions: watch('questions', records.questions),
  });
}

async function carryOut(rehearsal: Rehearsal, asked: RunView, deed: Deed): Promise<void> {
  const { recovery, world, stage } = rehearsal;
  const vote = { run: asked.run.id, hash: asked.planned?.hash ?? '' };
  switch (deed) {
    case 'approve':
      return void (await approve(rehearsal, asked, amir));
    case 'approve-too':
      return void (await approve(rehearsal, asked, nina));
    case 'approve-twice':
      return void (await Promise.allSettled([
        approve(rehearsal, asked, amir),
        approve(rehearsal, asked, amir),
        approve(rehearsal, asked, gus),
      ]));
    case 'deny':
      return void (await recovery.vote({ ...vote, verdict: 'deny', by: nina }));
    case 'abort':
      return void (await recovery.abort({ run: asked.run.id, by: rosa }));
    case 'expire':
      await world.clock.advance(31 * 60_000);
      return sweep(stage);
    case 'sweep':
      return sweep(stage);
    case 'crash':
      return rehearsal.crash();
    case 'lose-source':
      return world.cutOff(primary);
  }
}

/** What has to be true of every ended run, whatever happened in which order. */
async function hold(rehearsal: Rehearsal, run: string): Promise<void> {
  const { records, world } = rehearsal;
  const entries = await records.journal.read(run);
  const of = <Kind extends Entry['kind']>(kind: Kind) =>
    entries.filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind);
  const closed = of('closed')[0];
  const decided = of('decided').map(({ question }) => question);
  const votes = of('voted').map(({ question, by }) => `${question} ${by.id}`);
  const promoted = of('point-of-no-return').length > 0;
  const rule = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${what}\n${entries.map((entry) => JSON.stringify({ ...entry, facts: undefined })).join('\n')}`);
  };

  rule(
    entries.every(({ seq }, index) => seq === index + 1),
    'The journal has a gap.',
  );
  rule(of('closed').length === 1, 'It was closed other than once.');
  rule(new Set(decided).size === decided.length, 'A question was decided twice.');
  rule(new Set(votes).size === votes.length, 'A person voted twice on one question.');
  rule(of('point-of-no-return').length <= 1, 'The point of no return was passed twice.');
  rule((await records.claims.look('shop')).run === null, 'The application is still claimed.');
  rule((await records.journal.open()).length === 0, 'A run claims to be running.');
  if (closed?.result === 'succeeded') {
    rule(
      of('decided').some(({ outcome }) => outcome === 'approved'),
      'It moved without an approval.',
    );
    rule(world.write(dr) !== null, 'It succeeded and nobody can write.');
  }
  if (closed?.result === 'aborted' || closed?.result === 'denied' || closed?.result === 'expired') {
    rule(!promoted, `It was ${closed.result} and promoted.`);
    rule(
      world.write(primary) !== null || closed.left.length > 0,
      `It was ${closed.result}, the source cannot write, and nobody is told.`,
    );
    rule(world.write(dr) === null, `It was ${closed.result} and the target writes.`);
  }
  if (closed?.result === 'stopped') {
    const isServed = world.write(primary) !== null || world.write(dr) !== null;
    rule(isServed || closed.left.length > 0, 'It was stopped, nobody can write, and nobody is told what is left.');
  }
  const isFenced = closed?.summary?.fence?.outcome !== 'unreachable';
  if (isFenced) rule(world.regions.overlaps.length === 0, 'Both Regions were writable although the fence was closed.');
}

/** Plays deeds against one run with every call in a drawn order, brings the run to its end, and holds it to the rules. */
async function playOut(
  scheduler: fc.Scheduler,
  begin: (rehearsal: Rehearsal) => Promise<RunView>,
  deeds: readonly ((rehearsal: Rehearsal, asked: RunView) => Promise<void>)[],
): Promise<void> {
  let isOn = false;
  const turn = async (): Promise<void> => (isOn ? scheduler.schedule(Promise.resolve()) : undefined);
  const rehearsal = rehearse({ records: interleaved(scheduler, () => isOn), before: turn });
  const asked = await begin(rehearsal);
  isOn = true;
  const outcomes = await scheduler.waitFor(Promise.allSettled(deeds.map((deed) => deed(rehearsal, asked))));
  isOn = false;
  await scheduler.waitIdle();
  for (const outcome of outcomes) if (outcome.status === 'rejected' && !isExpected(outcome.reason)) throw outcome.reason;
  await settle(rehearsal, asked.run.id);
  await hold(rehearsal, asked.run.id);
}

describe('whatever order things happen in', () => {
  it('a run has one outcome, and the application has one writer', async () => {
    const deeds = fc.array(fc.constantFrom(...DEEDS), { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(fc.scheduler(), deeds, (scheduler, drawn) =>
      playOut(
        scheduler,
        requested,
        drawn.map((deed) => async (rehearsal, asked) => {
          await scheduler.schedule(Promise.resolve(), deed);
          await carryOut(rehearsal, asked, deed);
        }),
      ),
    );
    await fc.assert(property, { numRuns: CASES });
  });
});

const ROWS = ['fence', 'settle', 'promote', 'open-target', 'scale', 'verify-target'] as const;
const LATE_DEEDS = ['abort', 'crash', 'sweep', 'lose-source'] as const;

/** Closed, or waiting for people. */
const atRest = (view: RunView): boolean => isClosed(view) || view.phase.startsWith('waiting');

/** Does it when the row has begun, or when the run rests before that. */
async function whenBegun(rehearsal: Rehearsal, asked: RunView, row: string, work: () => Promise<void>): Promise<void> {
  const hasBegun = (view: RunView): boolean =>
    atRest(view) || view.rows.some(({ id, state }) => id === row && state !== 'waiting');
  await rehearsal.until(asked.run.id, `${row} begun`, hasBegun);
  await work();
}

/** Requested, and approved. */
async function approved(rehearsal: Rehearsal): Promise<RunView> {
  const asked = await requested(rehearsal);
  await approve(rehearsal, asked);
  return asked;
}

describe('abort against promotion', () => {
  it('has one outcome, wherever the abort, a crash or a lost source comes in', async () => {
    const deed = fc.record({ deed: fc.constantFrom(...LATE_DEEDS), row: fc.constantFrom(...ROWS) });
    const deeds = fc.array(deed, { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(fc.scheduler(), deeds, (scheduler, drawn) =>
      playOut(
        scheduler,
        approved,
        drawn.map(
          ({ deed, row }) =>
            (rehearsal, asked) =>
              whenBegun(rehearsal, asked, row, () => carryOut(rehearsal, asked, deed)),
        ),
      ),
    );
    await fc.assert(property, { numRuns: CASES });
  });
});

/** Brings what is still open to its end: people answer, the sweeper comes by, and what waits for nobody finishes. */
async function settle(rehearsal: Rehearsal, run: string): Promise<void> {
  const { recovery } = rehearsal;
  for (let turn = 0; turn < 10; turn++) {
    const view = await rehearsal.until(run, 'at rest', atRest);
    if (isClosed(view)) return;
    await sweep(rehearsal.stage);
    const open = view.questions.find(({ outcome }) => outcome === null);
    if (open?.kind === 'decision') {
      const choose = (choice: Choice) => recovery.decide({ run, question: open.id, choice, by: rosa });
      await choose('roll-back').catch(() => choose('stop').catch(() => undefined));
    }
    if (open?.kind === 'approval') await recovery.abort({ run, by: rosa }).catch(() => undefined);
  }
}
