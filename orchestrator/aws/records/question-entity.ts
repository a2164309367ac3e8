import { Entity } from 'electrodb';
import type { Outcome, Question, Vote } from '../../domain/question.ts';
import { type Place, partition } from './table.ts';

const OUTCOMES = [
  'approved',
  'denied',
  'expired',
  'superseded',
  'retry',
  'skip',
  'stop',
  'cancelled',
] as const satisfies readonly Outcome[];
const VERDICTS = ['approve', 'deny', 'retry', 'skip', 'stop'] as const satisfies readonly Vote['verdict'][];

/** A question as one item: the voters beside the votes, so that one condition keeps a second ballot of a person out. */
export const questionEntity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'question', version: '1' },
      attributes: {
        run: { type: 'string', required: true },
        id: { type: 'string', required: true },
        row: { type: 'string', required: true },
        kind: { type: ['approval', 'decision'] as const, required: true },
        hash: { type: 'string', required: true },
        needed: { type: 'number', required: true },
        expiresAt: { type: 'number' },
        askedAt: { type: 'number', required: true },
        votes: {
          type: 'list',
          required: true,
          items: {
            type: 'map',
            properties: {
              by: {
                type: 'map',
                required: true,
                properties: {
                  id: { type: 'string', required: true },
                  via: { type: ['slack', 'cli', 'system'] as const, required: true },
                },
              },
              verdict: { type: VERDICTS, required: true },
              at: { type: 'number', required: true },
              reason: { type: 'string' },
              agrees: { type: 'boolean' },
              /** Tells a vote that was written, but whose answer was lost, from the same person's second one. */
              ballot: { type: 'string', required: true },
            },
          },
        },
        voters: { type: 'set', items: 'string' },
        outcome: { type: OUTCOMES },
        settledAt: { type: 'number' },
        tokens: { type: 'set', items: 'string' },
      },
      indexes: {
        question: {
          pk: partition('question', 'run'),
          sk: { field: 'sk', composite: ['id'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

type Item = Omit<Question, 'expiresAt' | 'outcome' | 'votes'> & {
  readonly votes: readonly (Omit<Vote, 'reason' | 'agrees'> & {
    readonly reason?: string | undefined;
    readonly agrees?: boolean | undefined;
  })[];
  readonly expiresAt?: number | undefined;
  readonly outcome?: Outcome | undefined;
};

/** The question in an item, without what only the records need. */
export const toQuestion = ({ run, id, row, kind, hash, needed, expiresAt, votes, outcome, askedAt }: Item): Question => ({
  ...{ run, id, row, kind, hash, needed, askedAt },
  expiresAt: expiresAt ?? null,
  votes: votes.map(({ by, verdict, at, reason, agrees }) => ({
    ...{ by, verdict, at },
    ...(reason === undefined ? {} : { reason }),
    ...(agrees === true && { agrees }),
  })),
  outcome: outcome ?? null,
});
