import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { type Actor, createActor, type Stage } from './actor.ts';
import { showAnswer } from './answers.ts';
import { MEMBERS } from './cast.ts';
import { createDelivery } from './delivery.ts';
import { startEmulator } from './emulator.ts';
import { createFaults, type Fault } from './faults.ts';
import { listenOnLoopback } from './loopback.ts';
import { createResponseUrls } from './response-urls.ts';
import type { Channel, Message, View } from './shown.ts';
import { createTriggers } from './triggers.ts';
import { createViewStacks } from './view-stacks.ts';
import { callWebApi, readArgs } from './web-api.ts';
import { createWorkspace } from './workspace.ts';

export interface SlackOptions {
  readonly botToken?: string;
  readonly signingSecret?: string;
  /** Bot scopes to hold the app to; none means that everything is granted. */
  readonly scopes?: readonly string[];
  /** The clock that triggers, response_urls and signatures go by, epoch ms. */
  readonly now?: () => number;
}

/** A Slack workspace on this machine: the Web API for the bot, and people to act as. */
export interface LocalSlack {
  /** Base URL of the Web API, with `/api/` at its end. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  /** Sets the app's request URL, such as `http://127.0.0.1:3000/slack/events`; may change at any time. */
  deliverTo(url: string): void;
  as(user: string): Actor;
  channels(): Promise<readonly Channel[]>;
  /** Oldest first, without ephemeral ones. */
  messages(channel: string): Promise<readonly Message[]>;
  ephemerals(user: string): readonly Message[];
  /** Open modals of a user, the one on top last. */
  views(user: string): readonly View[];
  home(user: string): View | null;
  version(): number;
  /** Hears of every change; answers a function that stops it. */
  onChange(listener: () => void): () => void;
  /** The next `times` calls of a Web API method (`*`: of any) fail like this. */
  fail(method: string, times: number, how: Fault): void;
  heal(): void;
  stop(): Promise<void>;
}

/** Starts it on free ports of 127.0.0.1. */
export async function startSlack(options: SlackOptions = {}): Promise<LocalSlack> {
  const { scopes = [], now = Date.now } = options;
  const botToken = options.botToken ?? `xoxb-lab-${randomBytes(12).toString('hex')}`;
  const signingSecret = options.signingSecret ?? randomBytes(16).toString('hex');
  const app = new Hono();
  const server = await listenOnLoopback(app.fetch);
  const emulator = await startEmulator(server.url, scopes);
  const workspace = createWorkspace(emulator);
  const delivery = createDelivery(signingSecret, now);
  const responseUrls = createResponseUrls(server.url, now);
  const triggers = createTriggers(now);
  const stage: Stage = {
    ...{ emulator, workspace, delivery, responseUrls, triggers, scopes, now },
    ...{ views: createViewStacks(), faults: createFaults() },
  };
  serve(app, stage, botToken);

  return {
    apiUrl: `${server.url}/api/`,
    botToken,
    signingSecret,
    deliverTo: delivery.to,
    as: (user) => {
      const member = MEMBERS.find(({ id }) => id === user);
      if (member === undefined) throw new Error(`The lab's Slack has no user ${user}.`);
      return createActor(stage, member);
    },
    channels: workspace.channels,
    messages: workspace.messages,
    ephemerals: workspace.ephemerals,
    views: stage.views.modals,
    home: stage.views.home,
    version: workspace.version,
    onChange: workspace.onChange,
    fail: stage.faults.fail,
    heal: stage.faults.heal,
    stop: async () => {
      await server.stop();
      await emulator.stop();
    },
  };
}

function serve(app: Hono, stage: Stage, botToken: string): void {
  app.all('/api/:method', async (context) => {
    const method = context.req.param('method');
    const fault = stage.faults.take(method);
    if (fault !== null) return fault;
    const { token, ...args } = await readArgs(context.req.raw);
    const shown = context.req.header('authorization')?.replace(/^Bearer /, '') ?? token;
    if (shown === undefined) return context.json({ ok: false, error: 'not_authed' });
    if (shown !== botToken) return context.json({ ok: false, error: 'invalid_auth' });
    return context.json(await callWebApi(stage, method, args));
  });
  app.post('/response/:id', async (context) => {
    const to = stage.responseUrls.take(context.req.param('id'));
    if ('error' in to) return context.json({ ok: false, error: to.error }, 404);
    const answer = await showAnswer(stage, to, await readArgs(context.req.raw));
    return answer.ok ? context.text('ok') : context.json(answer, 400);
  });
  app.all('*', (context) => stage.emulator.forward(context.req.raw));
}
