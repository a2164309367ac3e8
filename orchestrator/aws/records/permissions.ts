import type { Config } from '../../config.ts';
import { platformOnAws } from '../deployment.ts';
import type { Permission } from '../permissions.ts';
import { INDEXES } from './table.ts';

const table = ({ regions, ...config }: Config): string => {
  const { account, table: name } = platformOnAws({ regions, ...config });
  return `arn:aws:dynamodb:${regions.control}:${account}:table/${name}`;
};
const onTable = (...actions: readonly string[]): Permission => ({ actions, resources: (config: Config) => [table(config)] });

/** What is done with the records: `get` reads an item, `look` those of a run, `list` asks the indexes, `write` makes, `change` alters. */
export const recordsPermissions = {
  get: onTable('dynamodb:GetItem'),
  look: onTable('dynamodb:Query'),
  list: {
    actions: ['dynamodb:Query'],
    resources: (config: Config) => Object.values(INDEXES).map(({ index }) => `${table(config)}/index/${index}`),
  },
  write: onTable('dynamodb:PutItem'),
  change: onTable('dynamodb:UpdateItem'),
} as const satisfies Readonly<Record<string, Permission>>;
