import { type Log, withoutSecrets } from '../log.ts';
import { refusal } from './slack-faults.ts';

/** How a part of a report went: Slack took it, refused it for good, or could not be asked. */
export type Went = 'well' | 'refused' | 'badly';

/** Parts of one report that may fail alone: a failure is logged and listed in `behind`, never thrown. */
export interface Attempts {
  readonly behind: readonly string[];
  try(name: string, part: () => Promise<unknown>): Promise<Went>;
}

/** What was already complained about, and why: an outage is one line in the log for each part, not one for each report. */
export type Complaints = Map<string, string>;

/** The parts of one report about `run`. */
export function attemptsOf(run: string, log: Log, complaints: Complaints): Attempts {
  const behind: string[] = [];
  return {
    behind,
    async try(name, part) {
      try {
        await part();
        complaints.delete(`${run}/${name}`);
        return 'well';
      } catch (error) {
        behind.push(name);
        const why = withoutSecrets(String(error));
        const isNews = complaints.get(`${run}/${name}`) !== why;
        complaints.set(`${run}/${name}`, why);
        if (isNews) log({ level: 'warn', message: `Slack is behind: ${name} of ${run} is left for the next report.`, run, why });
        return refusal(error) === null ? 'badly' : 'refused';
      }
    },
  };
}
