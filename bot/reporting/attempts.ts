import { type Log, withoutSecrets } from '../log.ts';
import { refusal } from './slack-faults.ts';

/** How a part of a report went: Slack took it, refused it for good, or could not be asked. */
export type Went = 'well' | 'refused' | 'badly';

/** Parts of one report that may fail alone: a failure is logged and listed in `behind`, never thrown. */
export interface Attempts {
  readonly behind: readonly string[];
  try(name: string, part: () => Promise<unknown>): Promise<Went>;
}

export function attemptsOf(run: string, log: Log): Attempts {
  const behind: string[] = [];
  return {
    behind,
    async try(name, part) {
      try {
        await part();
        return 'well';
      } catch (error) {
        behind.push(name);
        log({
          level: 'warn',
          message: `Slack is behind: ${name} of ${run} is left for the next report.`,
          run,
          why: withoutSecrets(String(error)),
        });
        return refusal(error) === null ? 'badly' : 'refused';
      }
    },
  };
}
