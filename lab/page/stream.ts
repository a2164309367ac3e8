import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { LocalSlack } from '../slack/local-slack.ts';
import type { LabView, Switch } from '../view.ts';
import { readSlackState } from './slack-state.ts';
import type { LabState } from './state.ts';

/** The lab as the page drives it. */
export interface LabControl {
  view(): Promise<LabView>;
  flip(change: Switch): Promise<void>;
}

const LAB_EVERY_MS = 250;
// Slack redraws as soon as something changes, and at most this often.
const SLACK_PAUSE_MS = 40;

/** Server-sent events: `slack` after every change as `user` sees it, `lab` four times a second, `trouble` when it cannot be read. */
export function streamState(
  context: Context,
  { slack, lab, domain }: { readonly slack: LocalSlack; readonly lab: LabControl; readonly domain: string },
  user: string,
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
    const saying = async (read: () => Promise<void>) => {
      try {
        await read();
      } catch (error) {
        await send('trouble', { says: error instanceof Error ? error.message : String(error) });
      }
    };
    const tellLab = async () => {
      while (!gone.signal.aborted) {
        await saying(async () => send('lab', { view: await lab.view(), domain } satisfies LabState));
        await pause(LAB_EVERY_MS, gone.signal);
      }
    };
    const tellSlack = async () => {
      let told = -1;
      while (!gone.signal.aborted) {
        if (slack.version() !== told) {
          told = slack.version();
          await saying(async () => send('slack', await readSlackState(slack, user)));
        }
        await pause(SLACK_PAUSE_MS, gone.signal);
      }
    };
    await Promise.all([tellLab(), tellSlack()]);
  });
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);
