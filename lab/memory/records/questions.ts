import { Refused } from '../../../orchestrator/domain/errors.ts';
import type { Question } from '../../../orchestrator/domain/question.ts';
import { whyNotVote } from '../../../orchestrator/domain/vote-rules.ts';
import type { Questions } from '../../../orchestrator/ports/records.ts';

interface Kept {
  readonly question: Question;
  readonly tokens: readonly string[];
}

/** Questions in memory: looking and writing happen in one go, as a conditional write does. */
export function memoryQuestions(): Questions {
  const kept = new Map<string, Kept>();
  const key = (run: string, id: string) => `${run}/${id}`;
  const of = (run: string) => [...kept.values()].filter(({ question }) => question.run === run);
  const find = (run: string, id: string) => kept.get(key(run, id));
  const must = (run: string, id: string) => {
    const found = find(run, id);
    if (found === undefined) throw new Refused(`${run} has no question ${id}.`);
    return found;
  };
  const save = (next: Kept) => {
    kept.set(key(next.question.run, next.question.id), next);
    return structuredClone(next.question);
  };

  return {
    ask: async (question) => save(find(question.run, question.id) ?? { question: structuredClone(question), tokens: [] }),
    get: async (run, id) => structuredClone(find(run, id)?.question ?? null),
    of: async (run) => structuredClone(of(run).map(({ question }) => question)).toSorted((a, b) => a.askedAt - b.askedAt),

    async vote(run, id, hash, vote) {
      const why = whyNotVote(find(run, id)?.question ?? null, { run, id }, hash, vote);
      if (why !== null) throw new Refused(why);
      const { question, ...rest } = must(run, id);
      return save({ ...rest, question: { ...question, votes: [...question.votes, structuredClone(vote)] } });
    },

    async settle(run, id, outcome) {
      const { question, ...rest } = must(run, id);
      return save({ ...rest, question: { ...question, outcome: question.outcome ?? outcome } });
    },

    async attach(run, id, token) {
      const found = must(run, id);
      save({ ...found, tokens: [...new Set([...found.tokens, token])] });
    },

    async undelivered(run) {
      const decided = of(run).filter(({ question }) => question.outcome !== null);
      return decided.flatMap(({ question: { id }, tokens }) => tokens.map((token) => ({ id, token })));
    },

    async delivered(run, id, token) {
      const found = find(run, id);
      if (found !== undefined) save({ ...found, tokens: found.tokens.filter((held) => held !== token) });
    },
  };
}
