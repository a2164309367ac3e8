import { startChild } from '../process/child.ts';

/** Starts the records in a process of their own, where nobody's traffic makes them wait. */
export async function startRecordsProcess(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = startChild(new URL('./main.ts', import.meta.url), 'The records');
  const url = await child.ask<string>('start');
  return {
    url,
    stop: async () => {
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}
