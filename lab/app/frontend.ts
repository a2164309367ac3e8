import type { Handler } from '../network/listener.ts';

/** What the frontend tells of itself. */
export interface FrontendOptions {
  readonly region: string;
  readonly application: string;
}

/** The page of the sample application. */
export function frontend({ region, application }: FrontendOptions): Handler {
  const page = `<!doctype html><title>${application}</title><h1>${application}</h1><p>Served from ${region}.</p>`;
  return (request, response) => {
    if (request.url === '/health') return void response.end('ok');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  };
}
