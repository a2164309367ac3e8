/** How a Web API method misbehaves: rate limited (with Retry-After in seconds), down, or an error of Slack's. */
export type Fault = 'outage' | { readonly rateLimited: number } | { readonly error: string };

/** Faults that tests and people put in the way of the bot. */
export interface Faults {
  /** The next `times` calls of `method` fail; `*` is every method, `Infinity` lasts until `heal`. */
  fail(method: string, times: number, how: Fault): void;
  heal(): void;
  /** The answer to give instead, or null when nothing is in the way. */
  take(method: string): Response | null;
}

export function createFaults(): Faults {
  let planned: { method: string; left: number; how: Fault }[] = [];
  return {
    fail: (method, times, how) => {
      planned.push({ method, left: times, how });
    },
    heal: () => {
      planned = [];
    },
    take: (method) => {
      const fault = planned.find((one) => one.left > 0 && (one.method === method || one.method === '*'));
      if (fault === undefined) return null;
      fault.left -= 1;
      return toResponse(fault.how);
    },
  };
}

function toResponse(how: Fault): Response {
  if (how === 'outage') return new Response('upstream connect error', { status: 503 });
  if ('error' in how) return Response.json({ ok: false, error: how.error });
  const headers = { 'retry-after': String(how.rateLimited) };
  return Response.json({ ok: false, error: 'ratelimited' }, { status: 429, headers });
}
