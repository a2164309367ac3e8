import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Bot } from '../../bot/app.ts';
import { ANSWER_WITHIN_MS, deadlineFrom, SAY_WITHIN_MS } from '../../bot/deadline.ts';
import type { Incoming } from '../../bot/front.ts';
import { toLambdaHandler } from '../../bot/lambda.ts';
import {
  PATIENCE_IN_PASSING,
  PATIENCE_WITH_LOOKS,
  PATIENCE_WITH_PEOPLE,
  PATIENCE_WITH_RECORDS,
} from '../../orchestrator/aws/patience.ts';
import { TimedOut } from '../../orchestrator/domain/errors.ts';
import { LOOK_WITHIN_MS } from '../../orchestrator/lambdas/look.ts';
import { importsUnder } from '../imports.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const SLACK_WAITS_MS = 3_000;
/** What is kept for API Gateway, Lambda and the way to Slack. */
const WAY_BACK_MS = 400;
/** The SDK waits so long before a second attempt, at most: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const BACKOFF_MS = 100;
/** What a client's first call takes besides: its modules and credentials are loaded (measured: 225 ms). */
const FIRST_CALL_MS = 250;
/** A cold start of `dr-look`: its bundle of AWS clients takes some 500 ms to load on the smallest machines. */
const COLD_START_MS = 800;
/** A window that is filled once all is seen. */
const SLACK_CALL_MS = 400;
const never = new Promise<never>(() => undefined);

/** How long a call can take in all. */
const worst = ({ maxAttempts, requestHandler }: { maxAttempts: number; requestHandler: { requestTimeout: number } }): number =>
  maxAttempts * requestHandler.requestTimeout + (maxAttempts - 1) * BACKOFF_MS;

/** Files that are loaded for answering Slack: what the bot's entry reaches, without types. */
function answerPath(): ReadonlySet<string> {
  const imports = importsUnder('bot', 'orchestrator');
  const reached = new Set(['bot/lambdas/bot.ts']);
  for (const file of reached) for (const { from, to, isOurs } of imports) if (isOurs && from === file) reached.add(to);
  return reached;
}

describe('an answer to Slack', () => {
  it('leaves before Slack gives up', () => {
    expect(ANSWER_WITHIN_MS + WAY_BACK_MS).toBeLessThan(SLACK_WAITS_MS);
    expect(SAY_WITHIN_MS).toBeLessThan(ANSWER_WITHIN_MS / 2);
  });

  it.each(Object.entries({ PATIENCE_WITH_RECORDS, PATIENCE_WITH_PEOPLE, PATIENCE_WITH_LOOKS }))(
    'says which part of AWS does not answer, rather than that time is up: %s',
    (_, patience) => expect(worst(patience)).toBeLessThan(ANSWER_WITHIN_MS),
  );

  it('hears of a Region that is silent before it stops waiting for the look', () => {
    expect(worst(PATIENCE_IN_PASSING) + FIRST_CALL_MS).toBeLessThanOrEqual(LOOK_WITHIN_MS);
    expect(LOOK_WITHIN_MS + COLD_START_MS).toBeLessThanOrEqual(PATIENCE_WITH_LOOKS.requestHandler.requestTimeout);
    expect(worst(PATIENCE_WITH_LOOKS) + SLACK_CALL_MS).toBeLessThanOrEqual(ANSWER_WITHIN_MS);
  });

  it('waits with no other patience: every client of AWS on its path has one of these', () => {
    const clients = [...answerPath()].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new (\w+Client)\(([^)]*)\)/g)].map(([, name, options]) => ({
        file,
        name,
        options,
      })),
    );
    const known = /PATIENCE_WITH_(RECORDS|PEOPLE|LOOKS)/;
    const ofAws = clients.filter(({ name }) => name !== 'WebClient');
    expect(ofAws.map(({ name }) => name).toSorted()).toEqual(
      ['DynamoDBClient', 'LambdaClient', 'SFNClient', 'SecretsManagerClient'].toSorted(),
    );
    expect(ofAws.filter(({ options = '' }) => !known.test(options))).toEqual([]);
  });

  it('is preceded by no call of Slack but for opening and filling a window, and for who is in a group', () => {
    const called = [...answerPath()].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bclient\.((?:\w+\.)+\w+)\(/g)].map(([, method]) => method),
    );
    const ofSlack = called.filter((method) => method?.includes('.'));
    expect([...new Set(ofSlack)].toSorted()).toEqual(['usergroups.users.list', 'views.open', 'views.update']);
  });
});

describe('the deadline', () => {
  it('counts from when the request was received, not from when a process got round to it', async () => {
    const deadline = deadlineFrom(0, 100_000, () => 100_000 - 500);
    await expect(deadline.within(never, 499)).rejects.toThrow(TimedOut);
  });

  it('leaves half a second however old a request seems, because clocks differ', async () => {
    let at = 900_000;
    const deadline = deadlineFrom(0, 2_500, () => at);
    await expect(deadline.within(Promise.resolve('done'))).resolves.toBe('done');
    at += 500;
    await expect(deadline.within(never)).rejects.toThrow(TimedOut);
  });

  it('is one for the bot that is being made and for what it answers', async () => {
    let at = 900_000;
    const late = async ({ deadline }: Incoming) =>
      Promise.race([deadline?.within(never).catch(() => 'over'), sleep(300, 'another half second')]);
    const bot: Bot = { handle: async (incoming) => ({ status: 200, headers: {}, body: String(await late(incoming)) }) };
    const slow = async (): Promise<Bot> => {
      at += 500;
      return bot;
    };
    const event = { headers: {}, body: '', requestContext: { timeEpoch: 0 } };
    expect((await toLambdaHandler(slow, () => at)(event, {})).body).toBe('over');
  });

  it('holds for a bot that is still being made: the answer says that nothing was done', async () => {
    const handler = toLambdaHandler(() => never as Promise<Bot>);
    const event = { headers: {}, body: '', requestContext: { timeEpoch: Date.now() - 60_000 } };
    expect(await handler(event, {})).toMatchObject({ statusCode: 503, body: expect.stringContaining('Nothing was done') });
  });
});
