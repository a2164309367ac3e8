import { App } from '@slack/bolt';
import type { Replays } from '../orchestrator/ports/records.ts';
import { routeClicks, routeCommand, routeForms } from './bolt-routes.ts';
import { answerOptions, type SlackApi, toLogger } from './client.ts';
import { ANSWER_WITHIN_MS, deadlineFrom } from './deadline.ts';
import { createFront, type Incoming } from './front.ts';
import type { Platform } from './platform.ts';
import { type Answer, FrontReceiver } from './receiver.ts';

/** What the bot is made of. */
export interface BotOptions {
  readonly platform: Platform;
  readonly slack: SlackApi & { readonly signingSecret: string };
  readonly replays: Replays;
  /** Epoch ms. */
  readonly now: () => number;
  /** How long an answer may take, in ms, where its carrier does not count the time. */
  readonly answerWithinMs?: number;
}

/** The bot: one request in, one answer out, whatever carries them. */
export interface Bot {
  handle(incoming: Incoming): Promise<Answer>;
}

/** Makes the bot: Bolt behind our front, with every command, button and form of the route tables. */
export function createApp({ platform, slack, replays, now, answerWithinMs = ANSWER_WITHIN_MS }: BotOptions): Bot {
  const { config, log } = platform;
  const front = createFront({
    signingSecret: slack.signingSecret,
    app: config.slack.app,
    teams: config.slack.teams,
    replays,
    now,
  });
  const deadlineOf = ({ deadline }: Incoming) => deadline ?? deadlineFrom(now(), answerWithinMs, now);
  const receiver = new FrontReceiver({ front, deadlineOf, log });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: slack.botToken }),
    convoStore: false,
    ignoreSelf: false,
    logger: toLogger(log),
    clientOptions: answerOptions(slack, log),
  });
  app.error(async (error) => {
    throw error;
  });
  routeCommand(app, platform);
  routeClicks(app, platform);
  routeForms(app, platform);
  return { handle: (incoming) => receiver.handle(incoming) };
}
