import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { FromChild, ToChild } from './messages.ts';

/** A process of the lab as its parent holds it. */
export interface Child {
  readonly pid: number;
  /** Asks one of the questions the process answers; `Unavailable` when it ends before it answers. */
  ask<Answer>(question: string, argument?: unknown): Promise<Answer>;
  /** Calls back for every event of that name the process tells. */
  on<Event>(event: string, listener: (event: Event) => void): void;
  kill(signal: NodeJS.Signals): void;
  hasExited(): boolean;
  readonly exited: Promise<void>;
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** What is compiled is kept here, so that the next process of the same code starts in half the time; where nobody may write, it is not. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/** Starts a process of the lab from its module; it ends when this process does, however this one ends. */
export function startChild(module: URL, name: string): Child {
  const child = fork(fileURLToPath(module), [], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started.`);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, ((event: never) => void)[]>();
  let asked = 0;

  child.on('message', (message: FromChild) => {
    if ('event' in message) {
      for (const listener of listeners.get(message.event) ?? []) listener(message.argument as never);
      return;
    }
    const question = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) question?.reject(new Error(`${name}: ${message.error}`));
    else question?.resolve(message.answer as never);
  });
  const exited = once(child, 'exit').then(() => {
    for (const question of waiting.values()) question.reject(new Unavailable(`${name} ended.`));
    waiting.clear();
  });

  return {
    pid,
    exited,
    hasExited: () => hasExited(child),
    kill: (signal) => void child.kill(signal),
    on: (event, listener) => void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    ask: (question, argument) => {
      if (!child.connected || hasExited(child)) return Promise.reject(new Unavailable(`${name} is not running.`));
      const id = ++asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        const message: ToChild = { id, question, argument };
        child.send(message, (error) => {
          if (error === null) return;
          waiting.delete(id);
          reject(new Unavailable(`${name} is not running.`, { cause: error }));
        });
      });
    },
  };
}

const hasExited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
