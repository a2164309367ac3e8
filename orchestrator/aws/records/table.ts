import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Where the records are. */
export interface Place {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** The partition of one record of one thing, such as the questions of a run: what may be written there is allowed apart from what else is known of it. */
export const partition = <Of extends string>(record: string, of: Of) =>
  ({ field: 'pk', composite: [of], template: `${PARTITIONS}${record}_\${${of}}`, casing: 'none' }) as const;

/** How the keys of all partitions begin. */
export const PARTITIONS = '$dr#';

/** Names of the indexes and of their key attributes. */
export const INDEXES = {
  /** Runs and sets that are not closed: sparse, one that is closed leaves it. */
  open: { index: 'open', pk: 'open_pk', sk: 'open_sk' },
  /** Runs of an application, by epoch. */
  history: { index: 'history', pk: 'history_pk', sk: 'history_sk' },
} as const;

/** The index of what is open, for an entity with an `id` and an attribute `open` that is there while it is. */
export const OPEN_INDEX = {
  index: INDEXES.open.index,
  condition: ({ open }: { readonly open?: 'open' | undefined }) => open !== undefined,
  pk: { field: INDEXES.open.pk, composite: ['open'], casing: 'none' },
  sk: { field: INDEXES.open.sk, composite: ['id'], casing: 'none' },
} as const;

/**
 * The attribute (epoch s) after which DynamoDB may delete an item, to be enabled as the table's TTL. It deletes within days,
 * so that whoever reads compares the time as well.
 */
export const TTL_ATTRIBUTE = 'ttl';

/** How long test results and costs are kept: a year to compare with, and a month to find out in. */
const KEPT_DAYS = 400;

/** The TTL (epoch s) of a test result or a cost of that moment (epoch ms). */
export const keptUntil = (at: number): number => Math.ceil(at / 1_000) + KEPT_DAYS * 86_400;

/** The one table of the platform, as CreateTable takes it. */
export function tableDefinition(table: string): CreateTableCommandInput {
  const indexes = Object.values(INDEXES);
  const keys = ['pk', 'sk', ...indexes.flatMap(({ pk, sk }) => [pk, sk])];
  return {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: indexes.map(({ index, pk, sk }) => ({
      IndexName: index,
      KeySchema: keySchema(pk, sk),
      Projection: { ProjectionType: 'ALL' },
    })),
  };
}

const keySchema = (pk: string, sk: string) => [
  { AttributeName: pk, KeyType: 'HASH' as const },
  { AttributeName: sk, KeyType: 'RANGE' as const },
];
