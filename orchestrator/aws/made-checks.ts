import { z } from 'zod';
import type { Application, Config } from '../config.ts';
import { CalculatedCheck } from '../config-aws.ts';

/** The variable by which the Lambdas are told the ids of the health checks that the stacks made; some 150 bytes an application. */
export const CHECKS_VARIABLE = 'DR_CHECKS';

/** Those ids, by application. */
export const MadeChecks = z.record(z.string(), CalculatedCheck);
export type MadeChecks = z.output<typeof MadeChecks>;

/** Whether the stacks make the health checks of an application: it is moved by flags, and dr.yml names no checks of its own. */
export const makesChecks = ({ aws }: Pick<Application, 'aws'>): boolean =>
  aws?.traffic === 'flags' && aws.calculatedCheck === undefined;

/** dr.yml with the ids of checks that were made after it was written; what it names itself stays. */
export function withChecks(config: Config, made: MadeChecks): Config {
  const applications = Object.entries(config.applications).map(([id, application]) => {
    const { aws } = application;
    const calculatedCheck = made[id];
    if (aws === undefined || calculatedCheck === undefined || aws.calculatedCheck !== undefined) return [id, application];
    return [id, { ...application, aws: { ...aws, calculatedCheck } }];
  });
  return { ...config, applications: Object.fromEntries(applications) };
}
