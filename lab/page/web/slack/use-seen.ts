import { useEffect, useState } from 'react';
import type { SlackState } from '../../state.ts';

/** The channels that have messages which this person has not looked at. */
export function useSeen(user: string, open: string | undefined, state: SlackState | null): ReadonlySet<string> {
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>({});
  const newest = (channel: string) => state?.messages[channel]?.at(-1)?.ts ?? '';
  const key = (channel: string) => `${user} ${channel}`;
  const newestHere = open === undefined ? '' : newest(open);
  const here = open === undefined ? null : key(open);
  useEffect(() => {
    if (here !== null) setSeen((before) => ({ ...before, [here]: newestHere }));
  }, [here, newestHere]);
  const unread = (state?.channels ?? []).filter(({ id }) => id !== open && newest(id) > (seen[key(id)] ?? ''));
  return new Set(unread.map(({ id }) => id));
}
