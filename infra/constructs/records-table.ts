import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { INDEXES, TTL_ATTRIBUTE } from '../../orchestrator/aws/records/table.ts';
import type { Config } from '../../orchestrator/config.ts';
import { RecordsKey, recordsKeyArn } from './records-key.ts';

/** What the records are kept in. */
export interface RecordsTableProps {
  readonly config: Config;
  readonly tableName: string;
}

/**
 * The one table of the platform: in the control Region, with a replica in each of the other two, so that what runs in a
 * Region can read the writer's epoch at home. The keys of the replicas have to be there before.
 */
export class RecordsTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { config, tableName }: RecordsTableProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { primary, dr } = config.regions;
    const { key } = new RecordsKey(this, 'Key');
    const guarded = { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, deletionProtection: true };
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    this.table = new TableV2(this, 'Table', {
      tableName,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      globalSecondaryIndexes: Object.values(INDEXES).map(({ index, pk, sk }) => ({
        indexName: index,
        partitionKey: text(pk),
        sortKey: text(sk),
      })),
      timeToLiveAttribute: TTL_ATTRIBUTE,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_IMAGE,
      encryption: TableEncryptionV2.customerManagedKey(
        key,
        Object.fromEntries([primary, dr].map((region) => [region, recordsKeyArn(stack, region)])),
      ),
      replicas: [primary, dr].map((region) => ({ region, ...guarded })),
      removalPolicy: RemovalPolicy.RETAIN,
      ...guarded,
    });
  }
}
