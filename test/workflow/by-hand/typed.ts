import type { Application, Config } from '../../../orchestrator/config.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A command as it was typed, and the lab it is for. */
export interface Typed {
  readonly words: readonly string[];
  /** The shell's variables that programs read. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was piped in, where a word says `-`. */
  readonly input: string;
  readonly lab: Whereabouts;
  readonly config: Config;
  readonly application: Application;
}

/** What follows an option; complains where the option is missing. */
export function option(words: readonly string[], name: string): string {
  const value = words[words.indexOf(name) + 1];
  if (!words.includes(name) || value === undefined) throw new Error(`${name} is missing in: ${words.join(' ')}`);
  return value;
}

/** Which Region's load balancer has that name; null for any other name. */
export function regionOfBalancer({ application, config }: Typed, host: string): string | null {
  const side = (['primary', 'dr'] as const).find(
    (one) => application.aws && new URL(application.aws.balancers[one].url).hostname === host,
  );
  return side === undefined ? null : config.regions[side];
}
