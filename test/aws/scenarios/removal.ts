import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { blocksUnder } from '../../workflow/by-hand/blocks.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { typeInto } from '../cloud/typed.ts';

const REMOVAL = 'Removing it';
/** What the CDK's bootstrap made stays. */
const BOOTSTRAP = 'CDKToolkit';

/** What docs/deploy.md has an operator type to be rid of everything, typed past the application's own services, which CloudFormation did not make. */
export function removal(cloudOf: () => Cloud): void {
  describe('the manual of removal, typed', () => {
    let cloud: Cloud;
    beforeAll(async () => {
      cloud = cloudOf();
      const blocks = blocksUnder(await readFile('docs/deploy.md', 'utf8'), REMOVAL);
      expect(blocks).toHaveLength(2);
      await typeInto(cloud.made, blocks.join('\n'));
    });

    it('leaves no stack but those of the bootstrap', async () => {
      for (const region of Object.values(cloud.config.regions)) {
        const told = await cloud.aws.query('cloudformation', region, { Version: '2010-05-15', Action: 'DescribeStacks' });
        const names = [...told.matchAll(/<StackName>([^<]*)</g)].map(([, name]) => name);
        expect([...new Set(names)]).toEqual([BOOTSTRAP]);
      }
    });

    it('leaves no table, no flag bucket and no database, but a last snapshot', async () => {
      const { config, aws, application } = cloud;
      const { primary, dr, control } = config.regions;
      for (const region of [primary, dr, control]) {
        expect(await aws.json('dynamodb', region, 'DynamoDB_20120810.ListTables', {})).toMatchObject({ TableNames: [] });
      }
      const buckets = await aws.rest('s3', control, 'GET', '/');
      for (const bucket of Object.values(config.aws?.flagBuckets ?? {})) expect(buckets).not.toContain(bucket);
      const inRegion = (region: string, Action: string) => aws.query('rds', region, { Version: '2014-10-31', Action });
      for (const region of [primary, dr]) {
        for (const id of Object.values(application.database.instances)) {
          expect(await inRegion(region, 'DescribeDBInstances')).not.toContain(`<DBInstanceIdentifier>${id}<`);
        }
      }
      expect(await inRegion(primary, 'DescribeDBSnapshots')).toContain('<DBSnapshotIdentifier>shop-last');
    });
  });
}
