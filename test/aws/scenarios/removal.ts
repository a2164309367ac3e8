import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { blocksUnder } from '../../workflow/by-hand/blocks.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { typeInto } from '../cloud/typed.ts';

const REMOVAL = 'Removing it';
/** What the CDK's bootstrap made stays. */
const BOOTSTRAP = 'CDKToolkit';

/** What docs/deploy.md has an operator type to be rid of the control plane alone, and of everything; typed past the application's own services, which CloudFormation did not make. */
export function removal(cloudOf: () => Cloud): void {
  describe('the manual of removal, typed', () => {
    let cloud: Cloud;
    let applicationAlone: readonly string[];
    beforeAll(async () => {
      cloud = cloudOf();
      await takeAsMade(cloud);
      const manual = await readFile('docs/deploy.md', 'utf8');
      const blocks = blocksUnder(manual, REMOVAL);
      expect(blocks).toHaveLength(2);
      const [application = '', everything = ''] = blocks;
      const [unprotect = '', ...rest] = everything.split('\n');
      const [, alone = ''] = /`(npx cdk destroy dr-control-plane [^`]*)`/.exec(manual) ?? [];
      await typeInto(cloud.made, `${unprotect}\n${alone} --force`);
      applicationAlone = await stacksIn(cloud);
      await typeInto(cloud.made, [application, ...rest].join('\n'));
    });

    it('removes the control plane alone where that is wanted, and keeps the rest', async () => {
      const made = new Set((await Promise.all(cloud.deployments.map(({ assembly }) => templatesIn(assembly)))).flat());
      made.delete('dr-control-plane');
      expect(applicationAlone).toEqual([BOOTSTRAP, ...made].toSorted());
    });

    it('leaves no stack but those of the bootstrap', async () => {
      expect(await stacksIn(cloud)).toEqual([BOOTSTRAP]);
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

/** The stacks of an assembly, by name. */
const templatesIn = async (assembly: string): Promise<readonly string[]> =>
  (await readdir(assembly)).flatMap((file) => (file.endsWith('.template.json') ? [file.replace('.template.json', '')] : []));

/** Has the CDK take the templates of the deployment with the most stacks, rather than make some anew for each command. */
async function takeAsMade({ terminal, deployments }: Cloud): Promise<void> {
  const path = join(terminal.folder, 'cdk.json');
  const settings = JSON.parse(await readFile(path, 'utf8'));
  const counted = deployments.map(async ({ assembly }) => ({ assembly, count: (await templatesIn(assembly)).length }));
  const [most] = (await Promise.all(counted)).toSorted((one, other) => other.count - one.count);
  await writeFile(path, JSON.stringify({ ...settings, app: most?.assembly }));
}

/** Every stack there is, by name. */
async function stacksIn({ aws, config }: Cloud): Promise<readonly string[]> {
  const told = await Promise.all(
    Object.values(config.regions).map((region) =>
      aws.query('cloudformation', region, { Version: '2010-05-15', Action: 'DescribeStacks' }),
    ),
  );
  return [...new Set([...told.join('').matchAll(/<StackName>([^<]*)</g)].map(([, name = '']) => name))].toSorted();
}
