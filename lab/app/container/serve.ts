import { once } from 'node:events';
import { createServer } from 'node:http';
import { answerWith, type Handler } from '../../network/listener.ts';

/**
 * Longer than the load balancer keeps an idle connection, which is 60 s: whoever closes first has to be the load balancer, or it
 * answers 502. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
const KEEP_ALIVE_MS = 75_000;
/** Less than the 30 s after which ECS kills: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html */
const DRAIN_MS = 20_000;

/** Where a container listens. */
export interface Door {
  readonly ADDRESS: string;
  readonly PORT: number;
}

/** Answers until SIGTERM; then finishes what is under way, calls `close`, and lets the process end. */
export async function serve({ ADDRESS, PORT }: Door, handler: Handler, close = async (): Promise<void> => {}): Promise<void> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, answerWith(handler));
  server.listen(PORT, ADDRESS);
  await once(server, 'listening');
  console.log(JSON.stringify({ message: 'listening', ...(server.address() as object) }));

  await once(process, 'SIGTERM');
  console.log(JSON.stringify({ message: 'draining' }));
  const closed = once(server, 'close');
  server.close();
  // A connection that was busy becomes idle, and would be kept.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
  await close();
}
