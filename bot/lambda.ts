import { z } from 'zod';
import { TimedOut } from '../orchestrator/domain/errors.ts';
import type { Bot } from './app.ts';
import { ANSWER_WITHIN_MS, deadlineFrom } from './deadline.ts';
import { tooLate } from './receiver.ts';

/**
 * What we rely on in an event of API Gateway's HTTP API, payload version 2.0; `timeEpoch` is when it received the request, ms.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
const HttpEvent = z.object({
  headers: z.record(z.string(), z.string().optional()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ timeEpoch: z.number() }),
});

/** The answer in the same format. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The bot as a Lambda handler of two arguments; with a third, Node 24's runtime would refuse it as callback style. The time
 * counts from when AWS received the request, so that a cold start is in it, and the bot that is being made then.
 */
export function toLambdaHandler(
  ready: () => Promise<Bot>,
  now = Date.now,
): (event: unknown, context: unknown) => Promise<HttpResult> {
  return async (event, _context) => {
    const { headers, body, isBase64Encoded, requestContext } = HttpEvent.parse(event);
    const deadline = deadlineFrom(requestContext.timeEpoch, ANSWER_WITHIN_MS, now);
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const bot = await deadline.within(ready()).catch((error: unknown) => {
      if (error instanceof TimedOut) return { handle: async () => tooLate };
      throw error;
    });
    const answer = await bot.handle({
      headers: lowered,
      body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
      deadline,
    });
    return { statusCode: answer.status, headers: answer.headers, body: answer.body };
  };
}
