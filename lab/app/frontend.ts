import { listen } from '../network/listener.ts';
import { answerParent } from '../process/parent.ts';
import type { ServiceOptions } from './service-options.ts';

answerParent({
  start: async ({ region, application }: ServiceOptions) => {
    const page = `<!doctype html><title>${application}</title><h1>${application}</h1><p>Served from ${region}.</p>`;
    const { port } = await listen(0, (request, response) => {
      if (request.url === '/health') return void response.end('ok');
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    });
    return port;
  },
});
