import type { Switch } from '../../view.ts';
import type { Deed, DeedAnswer } from '../state.ts';

async function post<T>(path: string, body: unknown): Promise<T | { readonly error: string }> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as T;
  } catch {
    return { error: 'The lab does not answer. Is it still running?' };
  }
}

/** Does something in Slack as one of its people. */
export const act = (deed: Deed) => post<DeedAnswer>('/deeds', deed);

/** Flips a switch of the lab; answers why when it could not. */
export const flip = (change: Switch) => post<{ readonly error?: string }>('/switches', change);
