import type { Application, Config } from '../config.ts';
import { platformOnAws } from './deployment.ts';

/** The secrets of an application that is made here, named alike in both Regions; each holds JSON of `username` and `password`. */
export const secretNames = ({ id }: Pick<Application, 'id'>) => ({
  /** The master user of the database, whom nobody logs in as but the bootstrap of roles. */
  master: `${id}/master`,
  /** The writer that services log in as; rotation goes through the writers of dr.yml in turn. */
  writer: `${id}/writer`,
});

/** The ARN of a secret in a Region; it ends with six characters that AWS chooses. */
export const secretArn = (config: Config, region: string, name: string): string =>
  `arn:aws:secretsmanager:${region}:${platformOnAws(config).account}:secret:${name}-??????`;
