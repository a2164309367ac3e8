import { randomUUID } from 'node:crypto';
import { Refused, Unavailable } from '../../domain/errors.ts';
import { ballotOf, whyNotVote } from '../../domain/vote-rules.ts';
import type { Questions } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import { questionEntity, toQuestion } from './question-entity.ts';
import type { Place } from './table.ts';

/** Questions in DynamoDB: one item each, decided by conditions on that item. */
export function questionsIn(place: Place): Questions {
  const questions = questionEntity(place);
  const what = 'The table of questions';

  const find = async (run: string, id: string) =>
    (await ask(what, () => questions.get({ run, id }).go({ consistent: true }))).data;
  const must = async (run: string, id: string) => {
    const found = await find(run, id);
    if (found === null) throw new Refused(`${run} has no question ${id}.`);
    return found;
  };
  const all = async (run: string) =>
    (await ask(what, () => questions.query.question({ run }).go({ pages: 'all', consistent: true }))).data;

  return {
    async ask({ expiresAt, outcome, votes, ...question }) {
      const item = {
        ...question,
        votes: votes.map((vote) => ({ ...vote, ballot: randomUUID() })),
        ...(votes.length > 0 && { voters: votes.map(ballotOf) }),
        ...(expiresAt !== null && { expiresAt }),
        ...(outcome !== null && { outcome }),
      };
      await askIf(what, () => questions.create(item).go());
      return toQuestion(await must(question.run, question.id));
    },

    async get(run, id) {
      const found = await find(run, id);
      return found && toQuestion(found);
    },

    async of(run) {
      return (await all(run)).map(toQuestion).toSorted((a, b) => a.askedAt - b.askedAt);
    },

    async vote(run, id, hash, vote) {
      const ballot = randomUUID();
      const written = await askIf(what, () =>
        questions
          .patch({ run, id })
          .data((question, { add, append }) => {
            append(question.votes, [{ ...vote, ballot }]);
            add(question.voters, [ballotOf(vote)]);
          })
          .where((question, { contains, eq, gt, notExists }) => {
            const isOpen = `${notExists(question.outcome)} AND ${eq(question.hash, hash)}`;
            const isInTime = `(${notExists(question.expiresAt)} OR ${gt(question.expiresAt, vote.at)})`;
            return `${isOpen} AND ${isInTime} AND NOT ${contains(question.voters, ballotOf(vote))}`;
          })
          .go({ response: 'all_new' }),
      );
      if (written) return toQuestion(written.data);
      const found = await find(run, id);
      if (found?.votes.some((cast) => cast.ballot === ballot)) return toQuestion(found);
      const why = whyNotVote(found && toQuestion(found), { run, id }, hash, vote);
      throw why === null ? new Unavailable(`${id} of ${run} changed while the vote was written.`) : new Refused(why);
    },

    async settle(run, id, outcome, at) {
      const written = await askIf(what, () =>
        questions
          .patch({ run, id })
          .set({ outcome, settledAt: at })
          .where((question, { notExists }) => notExists(question.outcome))
          .go({ response: 'all_new' }),
      );
      return toQuestion(written ? written.data : await must(run, id));
    },

    async attach(run, id, token) {
      const written = await askIf(what, () =>
        questions
          .patch({ run, id })
          .add({ tokens: [token] })
          .go(),
      );
      if (written === null) await must(run, id);
    },

    async undelivered(run) {
      const decided = (await all(run)).filter(({ outcome }) => outcome !== undefined);
      return decided.flatMap(({ id, tokens = [] }) => tokens.map((token) => ({ id, token })));
    },

    async delivered(run, id, token) {
      await askIf(what, () =>
        questions
          .patch({ run, id })
          .delete({ tokens: [token] })
          .go(),
      );
    },
  };
}
