import type { Config } from './config.ts';
import type { Move } from './domain/region.ts';
import { applicationOf } from './stage.ts';

/** What `{application}`, `{domain}`, `{from}` and `{to}` stand for in a plan's titles. */
export function namesOf(config: Config, run: Move & { readonly application: string }): Readonly<Record<string, string>> {
  const { application, from, to } = run;
  return { application, from, to, domain: applicationOf(config, application).domain };
}
