import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RecordsKey } from '../constructs/records-key.ts';

/** What a Region has to have before the table of records can be copied to it. */
export class RegionKeys extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new RecordsKey(this, 'Records');
  }
}
