import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, FilterRule, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import type { DeadLetters } from './dead-letters.ts';

/** What a stream goes from and to. */
export interface RecordStreamProps {
  readonly table: TableV2;
  readonly reporter: IFunction;
  readonly deadLetters: DeadLetters;
}

/**
 * New journal entries, from the table's stream to the reporter. A batch that fails is halved, so that what is good passes by what
 * is bad; the bad one is tried four times in all and is then told to the dead letters.
 */
export class RecordStream extends Construct {
  constructor(scope: Construct, id: string, { table, reporter, deadLetters }: RecordStreamProps) {
    super(scope, id);
    if (table.tableStreamArn === undefined) throw new Error('The table of records has no stream.');
    new EventSourceMapping(this, 'Mapping', {
      target: reporter,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { __edb_e__: { S: FilterRule.isEqual('entry') } } },
        }),
      ],
      onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
    });
  }
}

/** What Lambda itself does in the reporter's name: it reads the stream, and tells the dead letters what it gave up. */
export function streamPermissions({
  table,
  deadLetters,
}: Pick<RecordStreamProps, 'table' | 'deadLetters'>): readonly Permission[] {
  const source = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaDynamoDBExecutionRole.html';
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) throw new Error('The table of records has no stream.');
  return [
    {
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: () => [tableStreamArn],
      source,
    },
    { actions: ['dynamodb:ListStreams'], resources: () => ['*'], source },
    {
      actions: ['sqs:SendMessage'],
      resources: () => [deadLetters.queue.queueArn],
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
    },
  ];
}
