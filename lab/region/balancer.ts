import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Region } from '../../orchestrator/domain/region.ts';
import { keepAlive } from '../network/call.ts';
import { type Handler, sendJson } from '../network/listener.ts';
import type { Services } from './services.ts';

/** The service that answers a path: `/api/…` is the backend's, everything else the frontend's. */
export const serviceFor = (path: string): string => (path.startsWith('/api/') ? 'backend' : 'frontend');

/** The Region's load balancer: takes turns among healthy processes and names its Region in every answer. */
export function makeBalancer(region: Region, services: Pick<Services, 'healthyPorts'>): Handler {
  const agent = keepAlive(64);
  let turn = 0;
  return (incoming, outgoing) => {
    outgoing.setHeader('x-region', region);
    const service = serviceFor(incoming.url ?? '/');
    const ports = services.healthyPorts(service);
    const port = ports[turn++ % ports.length];
    if (port === undefined) return sendJson(outgoing, 503, { message: `No ${service} in ${region} is healthy.` });
    pass(incoming, outgoing, () =>
      request({
        host: '127.0.0.1',
        port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
        agent,
      }),
    );
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, open: () => ReturnType<typeof request>): void {
  const onward = open();
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  onward.on('error', (error) => {
    if (outgoing.headersSent) outgoing.destroy();
    else sendJson(outgoing, 502, { message: error.message });
  });
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) onward.destroy();
  });
  incoming.pipe(onward);
}
