import type { Config } from '../../config.ts';
import { platformOnAws } from '../deployment.ts';
import type { Permission } from '../permissions.ts';
import { INDEXES, PARTITIONS } from './table.ts';

const table = ({ regions, ...config }: Config): string => {
  const { account, table: name } = platformOnAws({ regions, ...config });
  return `arn:aws:dynamodb:${regions.control}:${account}:table/${name}`;
};
const onTable = (...actions: readonly string[]): Permission => ({ actions, resources: (config: Config) => [table(config)] });

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
const inPartitions = (kind: string, ...actions: readonly string[]): Permission => ({
  ...onTable(...actions),
  conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${PARTITIONS}${kind}_*`] } },
});

const byIndex = (name: keyof typeof INDEXES): Permission => ({
  actions: ['dynamodb:Query'],
  resources: (config: Config) => [`${table(config)}/index/${INDEXES[name].index}`],
});

const PUT = 'dynamodb:PutItem';
const UPDATE = 'dynamodb:UpdateItem';

/**
 * What is done with the records. Reading: `get` an item, `look` at those of a partition, list what is `open` or the `recent` runs of an application. Writing is allowed record by record, so that
 * whoever keeps a journal cannot vote, take a claim or give one away.
 */
export const recordsPermissions = {
  get: onTable('dynamodb:GetItem'),
  look: onTable('dynamodb:Query'),
  open: byIndex('open'),
  recent: byIndex('history'),
  append: inPartitions('run', PUT),
  begin: inPartitions('id', PUT),
  close: inPartitions('id', UPDATE),
  claim: inPartitions('application', UPDATE),
  number: inPartitions('of', UPDATE),
  ask: inPartitions('question', PUT),
  answer: inPartitions('question', UPDATE),
  sight: inPartitions('sighting', PUT),
  draw: inPartitions('surface', PUT),
  receive: inPartitions('signature', PUT),
  test: inPartitions('test', PUT),
  charge: inPartitions('cost', PUT),
} as const satisfies Readonly<Record<string, Permission>>;
