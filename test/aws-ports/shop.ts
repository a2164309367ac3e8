import { readFileSync } from 'node:fs';
import { type Application, type Config, parseConfig } from '../../orchestrator/config.ts';

/** dr.yml of the repository, and the application it protects. */
export const config: Config = parseConfig(readFileSync(new URL('../../dr.yml', import.meta.url), 'utf8'));

const { shop: found } = config.applications;
if (found?.aws === undefined) throw new Error('dr.yml does not say what shop has on AWS.');

export const shop: Application & { readonly aws: NonNullable<Application['aws']> } = { id: 'shop', ...found, aws: found.aws };
export const { primary, dr, control } = config.regions;

/** The application, where its users are moved by changing these records. */
export const byRecords = (records: typeof shop.aws.records): typeof shop => ({
  ...shop,
  aws: {
    ...shop.aws,
    traffic: 'records',
    records,
    // https://docs.aws.amazon.com/general/latest/gr/elb.html
    balancers: {
      primary: { ...shop.aws.balancers.primary, zone: 'Z35SXDOTRQ7X7K' },
      dr: { ...shop.aws.balancers.dr, zone: 'Z1H1FL5HABSF5' },
    },
  },
});
