import type { Config } from '../orchestrator/config.ts';

/** The application whose stack that is, by its name; null for one of the platform's. An application may be called `shop-eu` beside `shop`. */
export function ownerOf(stack: string, applications: Config['applications']): string | null {
  const ids = Object.keys(applications).toSorted((a, b) => b.length - a.length);
  return ids.find((id) => stack.startsWith(`${id}-`)) ?? null;
}
