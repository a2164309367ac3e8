import { keepAlive, call as request } from '../network/call.ts';

/** How the lab checks endpoints: three failures or successes in a row, a tenth of a second apart, turn a check over. */
export const CHECK = { intervalMs: 100, threshold: 3, timeoutMs: 250 } as const;

/** A check of one endpoint by anonymous HTTP requests. */
export interface HealthCheck {
  /** Whether the endpoint counts as healthy: the object is there and can be read. */
  isHealthy(): boolean;
  /** What the last request saw. */
  seen(): 'present' | 'absent' | 'unreachable';
  stop(): void;
}

/** Starts to poll; a new check counts as unhealthy until it has data. */
export function startHealthCheck(url: string): HealthCheck {
  const agent = keepAlive(4);
  let healthy = false;
  let contrary = 0;
  let seen: 'present' | 'absent' | 'unreachable' = 'unreachable';
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const check = async (): Promise<void> => {
    const startedAt = Date.now();
    seen = await request(url, { timeoutMs: CHECK.timeoutMs, agent }).then(
      ({ status }) => (status >= 200 && status < 400 ? 'present' : 'absent'),
      () => 'unreachable',
    );
    contrary = (seen === 'present') === healthy ? 0 : contrary + 1;
    if (contrary >= CHECK.threshold) {
      healthy = !healthy;
      contrary = 0;
    }
    if (!stopped) timer = setTimeout(() => void check(), Math.max(0, startedAt + CHECK.intervalMs - Date.now()));
  };
  void check();
  return {
    isHealthy: () => healthy,
    seen: () => seen,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      agent.destroy();
    },
  };
}
