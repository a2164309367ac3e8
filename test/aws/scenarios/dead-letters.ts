import { describe, expect, it } from 'vitest';
import { CLICK } from '../../../bot/views/actions.ts';
import { until } from '../../../lab/headless/until.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { setRule } from './by-hand.ts';
import { cardOf, deny, isClosed, request, runWhere } from './people.ts';

const PATIENCE_MS = 90_000;

/** A stream record that the reporter cannot read. */
export function deadLetters(cloudOf: () => Cloud): void {
  describe('a stream record that always fails', () => {
    it('lands among the dead letters, and the records after it are drawn', async () => {
      const cloud = cloudOf();
      const { control } = cloud.config.regions;
      const before = await giveUpAfter(cloud, 10);
      const item = { pk: { S: 'broken' }, sk: { S: 'broken' }, __edb_e__: { S: 'entry' } };
      const TableName = cloud.config.aws?.table;
      await cloud.aws.json('dynamodb', control, 'DynamoDB_20120810.PutItem', { TableName, Item: item });
      const QueueUrl = await queueUrl(cloud);
      const letter = await until('The dead letter', PATIENCE_MS, async () => {
        const input = { QueueUrl, MaxNumberOfMessages: 1 };
        const { Messages } = await cloud.aws.json('sqs', control, 'AmazonSQS.ReceiveMessage', input);
        return Array.isArray(Messages) && Messages.length > 0 ? JSON.stringify(Messages) : null;
      });
      expect(letter).toContain(functionName('reporter'));
      await giveUpAfter(cloud, before);
      await cloud.renew();
      // The reporter of each minute would draw the card too: here the stream alone does.
      await setRule(cloud, 'DisableRule', 'dr-each-minute');
      const { run } = await request(cloud, 'failover shop override after the dead letter');
      await cardOf(cloud, run.id, CLICK.review);
      await setRule(cloud, 'EnableRule', 'dr-each-minute');
      await deny(cloud, run.id);
      await runWhere(cloud, 'The end of the run', isClosed);
    });
  });
}

async function queueUrl({ aws, config }: Cloud): Promise<string> {
  const { QueueUrl } = await aws.json('sqs', config.regions.control, 'AmazonSQS.GetQueueUrl', { QueueName: 'dr-dead-letters' });
  return String(QueueUrl);
}

/** The emulator gives a record up by its age alone, in seconds; AWS does not take less than 60 s. Answers the age there was before. */
async function giveUpAfter({ aws, config }: Cloud, MaximumRecordAgeInSeconds: number): Promise<number> {
  const { control } = config.regions;
  const path = '/2015-03-31/event-source-mappings';
  const { EventSourceMappings } = JSON.parse(await aws.rest('lambda', control, 'GET', `${path}/`)) as {
    EventSourceMappings: readonly {
      readonly UUID: string;
      readonly FunctionArn: string;
      readonly MaximumRecordAgeInSeconds: number;
    }[];
  };
  const mapping = EventSourceMappings.find(({ FunctionArn }) => FunctionArn.includes(functionName('reporter')));
  if (mapping === undefined) throw new Error('No stream is mapped to the reporter.');
  await aws.rest('lambda', control, 'PUT', `${path}/${mapping.UUID}`, JSON.stringify({ MaximumRecordAgeInSeconds }));
  return mapping.MaximumRecordAgeInSeconds;
}
