import { randomUUID } from 'node:crypto';
import type { App, Receiver } from '@slack/bolt';
import { TimedOut } from '../orchestrator/domain/errors.ts';
import type { Deadline } from './deadline.ts';
import type { Admission, Incoming } from './front.ts';
import { type Log, withoutSecrets } from './log.ts';

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' } as const;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;

/** The answer to a request that was not even admitted in time: nothing can have been done for it. */
export const tooLate: Answer = { status: 503, headers: TEXT, body: 'The platform was too slow. Nothing was done; ask again.' };

/** What the receiver needs, besides Bolt. */
export interface ReceiverOptions {
  readonly front: (incoming: Incoming) => Promise<Admission>;
  readonly deadlineOf: (incoming: Incoming) => Deadline;
  readonly log: Log;
}

/** Bolt behind our own front: the only caller of `processEvent`, and only with what the front accepted. */
export class FrontReceiver implements Receiver {
  readonly #front: ReceiverOptions['front'];
  readonly #deadlineOf: ReceiverOptions['deadlineOf'];
  readonly #log: Log;
  #app: App | null = null;

  constructor({ front, deadlineOf, log }: ReceiverOptions) {
    this.#front = front;
    this.#deadlineOf = deadlineOf;
    this.#log = log;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Nothing to start: servers call `handle`. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** The answer to one request; it is there when the listener has ended. */
  async handle(incoming: Incoming): Promise<Answer> {
    const deadline = this.#deadlineOf(incoming);
    try {
      const admission = await deadline.within(this.#front(incoming));
      if (admission.kind !== 'accepted') return { status: admission.status, headers: TEXT, body: admission.body };
      return await this.#process(admission.payload.body, deadline);
    } catch (error) {
      if (error instanceof TimedOut) return tooLate;
      const reference = randomUUID().slice(0, 8);
      this.#log({
        level: 'error',
        message: withoutSecrets(String(error)),
        reference,
        stack: withoutSecrets((error as Error).stack ?? ''),
      });
      return { status: 500, headers: TEXT, body: `Something in the platform broke. Reference: ${reference}.` };
    }
  }

  async #process(body: Record<string, unknown>, deadline: Deadline): Promise<Answer> {
    let answer: Answer = { status: 404, headers: TEXT, body: 'Nothing here answers this.' };
    const ack = async (response?: unknown) => {
      answer =
        typeof response === 'object' && response !== null
          ? { status: 200, headers: JSON_TYPE, body: JSON.stringify(response) }
          : { status: 200, headers: TEXT, body: typeof response === 'string' ? response : '' };
    };
    await this.#app?.processEvent({ body, ack, customProperties: { deadline } });
    return answer;
  }
}
