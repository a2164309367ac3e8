import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome, Question, Vote } from '../../orchestrator/domain/question.ts';
import { cancelOpen, conclude, outcomeOf, revise } from '../../orchestrator/questions.ts';
import { aQuestion } from '../contracts/samples.ts';
import { amir, nina, rosa } from '../scenarios/rehearsal.ts';
import { ended, makeSetting, type Setting } from '../steps/setting.ts';
import { someFacts } from './samples.ts';

const at = 1_500;
const LATE = 2_000;
const vote = (by: Vote['by'], verdict: Vote['verdict']): Vote => ({ by, verdict, at });
const ofTwo = (...votes: readonly Vote[]): Partial<Question> => ({ needed: 2, votes });
const choice = (...votes: readonly Vote[]): Partial<Question> => ({
  id: 'promote.1',
  row: 'promote',
  kind: 'decision',
  expiresAt: null,
  votes,
});

describe('votes', () => {
  const cases: readonly [title: string, question: Partial<Question>, outcome: Outcome | null][] = [
    ['none decide nothing', ofTwo(), null],
    ['one of two needed decides nothing', ofTwo(vote(amir, 'approve')), null],
    ['two of two needed approve', ofTwo(vote(amir, 'approve'), vote(nina, 'approve')), 'approved'],
    ['one denial denies', ofTwo(vote(amir, 'deny')), 'denied'],
    ['one denial outweighs all approvals', ofTwo(vote(amir, 'approve'), vote(nina, 'approve'), vote(rosa, 'deny')), 'denied'],
    ['a step that failed waits for a choice', choice(), null],
    ['the first choice about a step decides', choice(vote(rosa, 'retry'), vote(amir, 'stop')), 'retry'],
    ['a choice to stop stops', choice(vote(amir, 'stop')), 'stop'],
  ];
  it.each(cases)('%s', (_, question, outcome) => {
    expect(outcomeOf(aQuestion(question))).toBe(outcome);
  });
});

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
});
const ask = (changes: Partial<Question>) => setting.records.questions.ask(aQuestion({ run: setting.run.id, ...changes }));
const entriesOf = async (kind: string) =>
  (await setting.records.journal.read(setting.run.id)).filter((entry) => entry.kind === kind);
const claim = () => setting.records.claims.look('shop');

describe('concluding a question', () => {
  const cases: readonly [title: string, question: Partial<Question>, now: number, outcome: Outcome, by: string][] = [
    [
      'names the last needed approval',
      ofTwo(vote(amir, 'approve'), vote(nina, 'approve'), vote(rosa, 'approve')),
      at,
      'approved',
      nina.id,
    ],
    ['names who denied, not who voted first', ofTwo(vote(amir, 'approve'), vote(nina, 'deny')), at, 'denied', nina.id],
    ['names who chose first', choice(vote(rosa, 'retry'), vote(amir, 'retry')), at, 'retry', rosa.id],
    ['names the platform where time ran out', ofTwo(vote(amir, 'approve')), LATE, 'expired', 'platform'],
    [
      'names the platform where it was superseded',
      { ...ofTwo(vote(amir, 'approve')), outcome: 'superseded' },
      at,
      'superseded',
      'platform',
    ],
    [
      'counts an approval given in time although it is late now',
      ofTwo(vote(amir, 'approve'), vote(nina, 'approve')),
      LATE,
      'approved',
      nina.id,
    ],
  ];
  it.each(cases)('%s', async (_, question, now, outcome, by) => {
    const asked = await ask(question);
    expect((await conclude(setting.records, setting.run, asked, now)).outcome).toBe(outcome);
    await conclude(setting.records, setting.run, asked, now);
    expect(await entriesOf('decided')).toMatchObject([{ outcome, by: { id: by } }]);
  });

  it('leaves it open the moment before it expires', async () => {
    expect((await conclude(setting.records, setting.run, await ask({}), LATE - 1)).outcome).toBeNull();
    expect(await entriesOf('decided')).toEqual([]);
  });

  it('flags a stop in the claim, and nothing else', async () => {
    await conclude(setting.records, setting.run, await ask(choice(vote(rosa, 'retry'))), at);
    expect((await claim()).stop).toBeNull();
    await conclude(setting.records, setting.run, await ask({ ...choice(vote(amir, 'stop')), id: 'promote.2' }), at);
    expect((await claim()).stop).toEqual({ kind: 'stop', by: amir.id, at });
  });
});

describe('a revision', () => {
  const revised = async (atStart = false) => {
    const { plan } = await setting.scene();
    const revision = { run: setting.run, plan, row: 'approval', facts: someFacts(), drift: ['it got worse'], at };
    await revise(setting.records, revision, atStart);
    return (await entriesOf('planned')).map((entry) => (entry.kind === 'planned' ? entry.revision : 0));
  };
  const outcome = async () => (await setting.records.questions.get(setting.run.id, 'approval.1'))?.outcome;
  beforeEach(async () => {
    await setting.freeze();
  });

  it('supersedes the question and freezes the new facts, once', async () => {
    await ask(ofTwo(vote(amir, 'approve')));
    expect(await revised()).toEqual([1, 2]);
    expect(await outcome()).toBe('superseded');
    expect((await entriesOf('planned')).at(-1)).toMatchObject({ facts: someFacts(), drift: ['it got worse'] });
  });

  it('does not touch a question that was approved meanwhile', async () => {
    await ask({ outcome: 'approved' });
    expect(await revised()).toEqual([1]);
    expect(await outcome()).toBe('approved');
  });

  it('is made of an approved question when the start itself looks', async () => {
    await ask({ outcome: 'approved' });
    expect(await revised(true)).toEqual([1, 2]);
  });

  it('is not made any more once the run has started', async () => {
    await ask({ outcome: 'approved' });
    await setting.say(ended('approval'));
    expect(await revised(true)).toEqual([1]);
  });
});

it('a stopped run asks nothing more but about what it takes back', async () => {
  await ask({});
  await ask(choice());
  await ask({ ...choice(), id: 'undo-fence.1', row: 'fence' });
  await cancelOpen(setting.records, setting.run.id, at);
  const questions = await setting.records.questions.of(setting.run.id);
  expect(Object.fromEntries(questions.map(({ id, outcome }) => [id, outcome]))).toEqual({
    'approval.1': 'cancelled',
    'promote.1': 'cancelled',
    'undo-fence.1': null,
  });
  expect(await entriesOf('decided')).toHaveLength(2);
});
