import { useEffect, useState } from 'react';
import type { LabState, SlackState } from '../state.ts';

/** What the server last told. */
export interface Live {
  readonly slack: SlackState | null;
  readonly lab: LabState | null;
  /** Why something cannot be shown now; null when all is well. */
  readonly trouble: string | null;
}

/** Follows the server's events as `user` sees them; the browser reconnects by itself. */
export function useLive(user: string): Live {
  const [live, setLive] = useState<Live>({ slack: null, lab: null, trouble: null });
  useEffect(() => {
    const events = new EventSource(`/stream?as=${encodeURIComponent(user)}`);
    const on = (event: string, change: (live: Live, data: unknown) => Live) =>
      events.addEventListener(event, ({ data }) => setLive((before) => change(before, JSON.parse(data))));
    on('slack', (before, data) => ({ ...before, slack: data as SlackState }));
    on('lab', (before, data) => ({ ...before, lab: data as LabState, trouble: null }));
    on('trouble', (before, data) => ({ ...before, trouble: (data as { says: string }).says }));
    events.addEventListener('error', () =>
      setLive((before) => ({ ...before, trouble: 'The lab does not answer. Is it still running?' })),
    );
    return () => events.close();
  }, [user]);
  return live;
}
