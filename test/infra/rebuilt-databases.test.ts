import type { DBInstance } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { INSTANCE_PROPERTIES } from '../../orchestrator/aws/instance-properties.ts';
import { declaredShape, differences, seenShape } from '../../orchestrator/aws/instance-shape.ts';
import { rdsRebuild } from '../../orchestrator/aws/rebuild/rebuild.ts';
import { type Instances, rdsModel } from '../aws-ports/rds-model.ts';
import { scriptedAws } from '../aws-ports/scripted-aws.ts';
import { shop } from '../aws-ports/shop.ts';
import { config, createdApp, resourcesOf, templateOf } from './synthesized.ts';

/** What a replica has from its source, or what only matters when an instance is made, or when it is deleted. */
const NOT_TO_RESTORE = [
  ...['DBInstanceIdentifier', 'DBName', 'MasterUsername', 'MasterUserPassword', 'Engine', 'EngineVersion', 'Port'],
  ...['AllocatedStorage', 'StorageEncrypted', 'SourceDBInstanceIdentifier', 'SourceRegion', 'DeleteAutomatedBackups'],
];

const app = createdApp();
const resolve = (reference: object): string => JSON.stringify(reference);

/** Names of DescribeDBInstances that are not those of templates. */
const SEEN = {
  DBParameterGroupName: (name: string) => ({ DBParameterGroups: [{ DBParameterGroupName: name }] }),
  DBSubnetGroupName: (name: string) => ({ DBSubnetGroup: { DBSubnetGroupName: name } }),
  VPCSecurityGroups: (ids: readonly string[]) => ({
    VpcSecurityGroups: ids.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId })),
  }),
  EnableIAMDatabaseAuthentication: (on: boolean) => ({ IAMDatabaseAuthenticationEnabled: on }),
  EnablePerformanceInsights: (on: boolean) => ({ PerformanceInsightsEnabled: on }),
  EnableCloudwatchLogsExports: (logs: string[]) => ({ EnabledCloudwatchLogsExports: logs }),
  Tags: (TagList: DBInstance['TagList']) => ({ TagList }),
} as const;

/** The instance as RDS tells of it once CloudFormation has made it. */
function made(properties: Readonly<Record<string, unknown>>): DBInstance {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    const isReference = /^(Ref|Fn::)/.test(Object.keys(value)[0] ?? '');
    return isReference ? resolve(value) : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  };
  const parts = Object.entries(properties).map(([name, value]) => {
    const seen: ((value: never) => object) | undefined = SEEN[name as keyof typeof SEEN];
    return seen === undefined ? { [name]: plain(value) } : seen(plain(value) as never);
  });
  return Object.assign({ DBInstanceStatus: 'available', MonitoringInterval: 0 }, ...parts);
}

describe.each(['primary', 'dr'] as const)('the database of the %s Region, as its template has it,', (side) => {
  const region = config.regions[side];
  const [resource] = resourcesOf(templateOf(app, `shop-data-${region}`), 'AWS::RDS::DBInstance');
  const properties: Readonly<Record<string, unknown>> = resource?.Properties;
  const id = shop.database.instances[side];
  const meant = declaredShape(properties, resolve);

  it('has no property that making it anew would forget', () => {
    const covered = Object.keys(properties).filter((name) => {
      const only = { [name]: name === 'Tags' ? [{ Key: 'a', Value: 'b' }] : 'a value' };
      return INSTANCE_PROPERTIES.some(({ declared }) => declared(only) !== undefined);
    });
    expect(Object.keys(properties).filter((name) => !covered.includes(name) && !NOT_TO_RESTORE.includes(name))).toEqual([]);
  });

  it('is again what its template says, under the same identifier, once it is made anew', async () => {
    const { ReadReplicaSourceDBInstanceIdentifier: _, ...promoted } = made(properties);
    const instances: Instances = new Map([[id, promoted]]);
    const rebuild = rdsRebuild(config, shop, scriptedAws(rdsModel(instances)).clients);
    expect(differences(id, meant, seenShape(instances.get(id) ?? {}))).toEqual([]);
    await rebuild.setAside({ region, keptAs: 'old-2026-11-29-dr-42' });
    await rebuild.replicate(region);
    expect(await rebuild.differences(region)).toContain(
      `${id}: parameter group default.postgres17 instead of ${meant['parameter group']}.`,
    );
    await rebuild.restore(region);
    expect(await rebuild.differences(region)).toEqual([]);
    expect(differences(id, meant, shapeAsRead(instances.get(id)))).toEqual([]);
  });
});

/** Requests of RDS carry everything as text. */
const shapeAsRead = (instance: DBInstance = {}) => {
  const typed = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);
  return seenShape(Object.fromEntries(Object.entries(instance).map(([name, value]) => [name, typed(value)])) as DBInstance);
};
