import type { MiddlewareHandler } from 'hono';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Lets in only what the page itself asks: the Host must be this server's own (so that no other name can be bound to
 * it), and whatever changes state must come from the page's own origin.
 */
export function guardPage(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    if (!hosts.includes(host)) return context.text('This page answers only under its own address.', 421);
    if (context.req.method !== 'GET' && context.req.header('origin') !== `http://${host}`) {
      return context.text('Only the page itself may do this.', 403);
    }
    await next();
    context.header('content-security-policy', POLICY);
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    context.header('cross-origin-resource-policy', 'same-origin');
    context.header('cache-control', 'no-store');
    return undefined;
  };
}
