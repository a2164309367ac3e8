import { CHECK } from '../../../lab/dns/health-check.ts';

/** Looks as often as health checks do, until it is stopped; without an answer, such as while everything ends, what was seen stays. */
export function lookRepeatedly(look: () => Promise<void>): { stop(): void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const lookAgain = async (): Promise<void> => {
    await look().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET') throw error;
    });
    if (!isStopped) timer = setTimeout(() => void lookAgain(), CHECK.intervalMs);
  };
  void lookAgain();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
