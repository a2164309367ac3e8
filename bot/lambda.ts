import { z } from 'zod';
import type { Bot } from './app.ts';

/** What we rely on in an event of API Gateway's HTTP API, payload version 2.0. */
const HttpEvent = z.object({
  headers: z.record(z.string(), z.string().optional()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** The answer in the same format. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The bot as a Lambda handler of two arguments; with a third, Node 24's runtime would refuse it as callback style. */
export function toLambdaHandler(bot: Bot): (event: unknown, context: unknown) => Promise<HttpResult> {
  return async (event, _context) => {
    const { headers, body, isBase64Encoded } = HttpEvent.parse(event);
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const answer = await bot.handle({ headers: lowered, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') });
    return { statusCode: answer.status, headers: answer.headers, body: answer.body };
  };
}
