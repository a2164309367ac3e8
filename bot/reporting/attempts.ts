import { isExpected } from '../../orchestrator/domain/errors.ts';
import { type Log, withoutSecrets } from '../log.ts';
import { isOfSlack, refusal } from './slack-faults.ts';

/** How a part of a report went: Slack took it, refused it for good, or could not be asked. */
export type Went = 'well' | 'refused' | 'badly';

/**
 * Parts of one report that may fail alone: a failure of Slack or of the records is logged and listed in `behind`, and what is a bug
 * is kept in `broken`, until everything else is drawn.
 */
export interface Attempts {
  readonly behind: readonly string[];
  readonly broken: readonly unknown[];
  try(name: string, part: () => Promise<unknown>): Promise<Went>;
}

/** What was already complained about, and why: an outage is one line in the log for each part, not one for each report. */
export type Complaints = Map<string, string>;

/** The parts of one report about `run`. */
export function attemptsOf(run: string, log: Log, complaints: Complaints): Attempts {
  const behind: string[] = [];
  const broken: unknown[] = [];
  return {
    behind,
    broken,
    async try(name, part) {
      try {
        await part();
        complaints.delete(`${run}/${name}`);
        return 'well';
      } catch (error) {
        if (!isOfSlack(error) && !isExpected(error)) {
          broken.push(error);
          return 'badly';
        }
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
