import { beforeAll, describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Outcome } from '../../orchestrator/domain/question.ts';
import type { Questions } from '../../orchestrator/ports/records.ts';
import { aQuestion, aVote, type MakeRecords, race, times, unused } from './samples.ts';

/** What every implementation of `Questions` holds. */
export function describeQuestions(name: string, makeRecords: MakeRecords): void {
  describe(`questions in ${name}`, () => {
    let questions: Questions;
    beforeAll(async () => {
      ({ questions } = await makeRecords());
    });

    it('are not there until they are asked', async () => {
      expect(await questions.get(unused('DR'), 'approval.1')).toBeNull();
      expect(await questions.of(unused('DR'))).toEqual([]);
    });

    it('stay as first asked, votes included, when they are asked again', async () => {
      const question = aQuestion();
      expect(await questions.ask(question)).toEqual(question);
      await questions.vote(question.run, question.id, question.hash, aVote('U1'));
      const standing = { ...question, votes: [aVote('U1')] };
      expect(await questions.ask({ ...question, hash: 'other', expiresAt: 9_000 })).toEqual(standing);
      expect(await questions.get(question.run, question.id)).toEqual(standing);
    });

    it('are listed oldest first', async () => {
      const run = unused('DR');
      await questions.ask(aQuestion({ run, id: 'approval.2', askedAt: 2 }));
      await questions.ask(aQuestion({ run, id: 'promote.1', askedAt: 3 }));
      await questions.ask(aQuestion({ run, id: 'approval.1', askedAt: 1 }));
      expect((await questions.of(run)).map(({ id }) => id)).toEqual(['approval.1', 'approval.2', 'promote.1']);
    });

    it('count a vote by everybody who votes, in order', async () => {
      const question = await questions.ask(aQuestion({ needed: 2 }));
      await questions.vote(question.run, question.id, question.hash, aVote('U1', { at: 1_100 }));
      const voted = await questions.vote(question.run, question.id, question.hash, aVote('U2', { verdict: 'deny', at: 1_200 }));
      expect(voted.votes).toEqual([aVote('U1', { at: 1_100 }), aVote('U2', { verdict: 'deny', at: 1_200 })]);
      expect(await questions.get(question.run, question.id)).toEqual(voted);
    });

    it('refuse, with the reason and nothing changed, a vote that may not count', async () => {
      const question = await questions.ask(aQuestion());
      const { run, id, hash } = question;
      await questions.vote(run, id, hash, aVote('U1'));
      const before = await questions.get(run, id);
      const refusals = [
        [questions.vote(run, id, 'older', aVote('U2')), /older plan/],
        [questions.vote(run, id, hash, aVote('U2', { at: 2_000 })), /expired/],
        [questions.vote(run, id, hash, aVote('U1', { verdict: 'deny', at: 1_600 })), /You have already voted/],
        [questions.vote(run, 'approval.9', hash, aVote('U2')), /no question approval\.9/],
      ] as const;
      for (const [vote, why] of refusals) {
        await expect(vote).rejects.toThrow(Refused);
        await expect(vote).rejects.toThrow(why);
      }
      expect(await questions.get(run, id)).toEqual(before);
    });

    it('take a vote in the last millisecond, and without an expiry at any time', async () => {
      const bounded = await questions.ask(aQuestion());
      const late = aVote('U1', { at: 1_999 });
      expect((await questions.vote(bounded.run, bounded.id, bounded.hash, late)).votes).toEqual([late]);
      const decision = await questions.ask(aQuestion({ id: 'promote.1', kind: 'decision', hash: '', expiresAt: null }));
      const retry = aVote('U1', { verdict: 'retry', at: 9e12 });
      expect((await questions.vote(decision.run, decision.id, '', retry)).votes).toEqual([retry]);
    });

    it('count one vote of a person who votes ten times at once', async () => {
      const question = await questions.ask(aQuestion({ needed: 3 }));
      const vote = () => questions.vote(question.run, question.id, question.hash, aVote('U1'));
      const { won, lost } = await race(times(10, () => vote));
      expect(won).toHaveLength(1);
      expect(lost.every((reason) => reason instanceof Refused)).toBe(true);
      expect((await questions.get(question.run, question.id))?.votes).toEqual([aVote('U1')]);
    });

    it('count every vote of ten people who vote at once', async () => {
      const question = await questions.ask(aQuestion({ needed: 10 }));
      const { lost } = await race(
        times(10, (index) => () => questions.vote(question.run, question.id, question.hash, aVote(`U${index}`))),
      );
      expect(lost).toEqual([]);
      const votes = (await questions.get(question.run, question.id))?.votes ?? [];
      expect(votes.map(({ by }) => by.id).toSorted()).toEqual(times(10, (index) => `U${index}`));
    });

    it('have one outcome, whoever settles at the same time, and all are told which', async () => {
      const question = await questions.ask(aQuestion());
      const outcomes: Outcome[] = ['approved', 'denied', 'expired', 'superseded', 'cancelled'];
      const answers = await Promise.all(outcomes.map((outcome) => questions.settle(question.run, question.id, outcome, 1_700)));
      const standing = (await questions.get(question.run, question.id))?.outcome;
      expect(outcomes).toContain(standing);
      expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set([standing]));
    });

    it('take no vote after the outcome', async () => {
      const { run, id, hash } = await questions.ask(aQuestion());
      await questions.settle(run, id, 'superseded', 1_700);
      await expect(questions.vote(run, id, hash, aVote('U1'))).rejects.toThrow(/already decided: superseded/);
    });

    it('cannot be settled or given a token when they were never asked', async () => {
      const run = unused('DR');
      await expect(questions.settle(run, 'approval.1', 'expired', 1)).rejects.toThrow(Refused);
      await expect(questions.attach(run, 'approval.1', 'token')).rejects.toThrow(Refused);
      expect(await questions.of(run)).toEqual([]);
    });

    it('have a token to deliver from the outcome until it was delivered', async () => {
      const { run, id } = await questions.ask(aQuestion());
      await questions.attach(run, id, 'first');
      expect(await questions.undelivered(run)).toEqual([]);
      await questions.settle(run, id, 'approved', 1_700);
      expect(await questions.undelivered(run)).toEqual([{ id, token: 'first' }]);
      await questions.delivered(run, id, 'first');
      expect(await questions.undelivered(run)).toEqual([]);
    });

    it('take each choice about a step once from each person, and keep the reason', async () => {
      const { run, id, hash } = await questions.ask(aQuestion({ kind: 'decision', hash: '' }));
      const skip = { by: { id: 'U1', via: 'slack' }, verdict: 'skip', at: 1_500, reason: 'It is known.' } as const;
      expect((await questions.vote(run, id, hash, skip)).votes).toEqual([skip]);
      await expect(questions.vote(run, id, hash, { ...skip, at: 1_600 })).rejects.toThrow(/You have already voted/);
      const retry = { by: skip.by, verdict: 'retry', at: 1_700 } as const;
      expect((await questions.vote(run, id, hash, retry)).votes).toEqual([skip, retry]);
    });

    it('deliver every token they were given, also one that comes after the outcome', async () => {
      const { run, id } = await questions.ask(aQuestion());
      await questions.attach(run, id, 'first');
      await questions.attach(run, id, 'second');
      await questions.settle(run, id, 'approved', 1_700);
      await questions.delivered(run, id, 'first');
      await questions.attach(run, id, 'third');
      const tokens = (await questions.undelivered(run)).map(({ token }) => token);
      expect(tokens.toSorted()).toEqual(['second', 'third']);
    });

    it('deliver a token once that was attached twice, and mind no delivery of what they do not have', async () => {
      const { run, id } = await questions.ask(aQuestion());
      for (let time = 0; time < 2; time++) await questions.attach(run, id, 'first');
      await questions.settle(run, id, 'approved', 1_700);
      await questions.delivered(run, id, 'other');
      await questions.delivered(run, 'approval.9', 'first');
      expect(await questions.undelivered(run)).toEqual([{ id, token: 'first' }]);
      expect(await questions.get(run, 'approval.9')).toBeNull();
    });

    it('never show a token to those who read them', async () => {
      const question = aQuestion();
      await questions.ask(question);
      await questions.attach(question.run, question.id, 'secret-token');
      expect(JSON.stringify(await questions.of(question.run))).not.toContain('secret-token');
      expect(await questions.get(question.run, question.id)).toEqual(question);
    });
  });
}
