import { Hono } from 'hono';
import { MEMBERS } from '../slack/cast.ts';
import type { LocalSlack } from '../slack/local-slack.ts';
import { listenOnLoopback } from '../slack/loopback.ts';
import { bundlePage } from './bundle.ts';
import { guardPage } from './guard.ts';
import { Deed, type DeedAnswer, SwitchRequest } from './state.ts';
import { type LabControl, streamState } from './stream.ts';

export interface PageOptions {
  readonly slack: LocalSlack;
  readonly lab: LabControl;
  /** The domain that users reach the application by. */
  readonly domain: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
}

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Disaster recovery lab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"></div></body>
</html>`;

/** Serves the lab's one page on 127.0.0.1: Slack on one side, the Regions and the run on the other. */
export async function startPage(options: PageOptions): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { slack, lab } = options;
  const { script, style } = await bundlePage();
  const app = new Hono();
  let port = 0;
  app.use(guardPage(() => port));
  app.get('/', (context) => context.html(HTML));
  app.get('/page.js', (context) => context.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.get('/page.css', (context) => context.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/stream', (context) => {
    const user = MEMBERS.find(({ id }) => id === context.req.query('as'));
    return user === undefined ? context.text('The lab knows no such user.', 404) : streamState(context, options, user.id);
  });
  app.post('/deeds', async (context) => {
    const deed = Deed.safeParse(await context.req.json());
    if (!deed.success) return context.json({ error: deed.error.message }, 400);
    try {
      return context.json({ reply: await carryOut(slack, deed.data) } satisfies DeedAnswer);
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : String(error) } satisfies DeedAnswer, 409);
    }
  });
  app.post('/switches', async (context) => {
    const change = SwitchRequest.safeParse(await context.req.json());
    if (!change.success) return context.json({ error: change.error.message }, 400);
    try {
      await lab.flip(change.data);
      return context.json({});
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : String(error) }, 409);
    }
  });
  const server = await listenOnLoopback(app.fetch, options.port);
  port = server.port;
  return { url: server.url, stop: server.stop };
}

async function carryOut(slack: LocalSlack, deed: Deed) {
  const person = slack.as(deed.as);
  switch (deed.do) {
    case 'command':
      return person.command(deed.line, deed.channel);
    case 'click':
      return person.click(deed.where, deed.action, deed.block);
    case 'submit':
      return person.submit(deed.view, deed.values);
    case 'close':
      await person.close(deed.view);
      return null;
  }
}
