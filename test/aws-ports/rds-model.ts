import type { DBInstance } from '@aws-sdk/client-rds';
import { type Asked, type Script, xml, xmlFault } from './scripted-aws.ts';

/** Instances by identifier, as RDS in one Region keeps them. */
export type Instances = Map<string, DBInstance>;

/**
 * A small working RDS: it renames, modifies, makes replicas and promotes them. A replica gets what it was asked for and
 * otherwise what AWS gives it, which is little of its source.
 */
export function rdsModel(instances: Instances): Script {
  const find = ({ input }: Asked): DBInstance => instances.get(String(input.DBInstanceIdentifier)) ?? {};
  const put = (instance: DBInstance) => void instances.set(String(instance.DBInstanceIdentifier), instance);
  return {
    DescribeDBInstances: (asked) => {
      if (asked.input.DBInstanceIdentifier === undefined) return answer('DescribeDBInstances', listOf([...instances.values()]));
      const found = find(asked);
      if (found.DBInstanceIdentifier === undefined) return xmlFault(404, 'DBInstanceNotFound');
      return answer('DescribeDBInstances', listOf([found]));
    },
    ModifyDBInstance: (asked) => {
      const before = find(asked);
      if (isRefused(asked.input, before)) return xmlFault(400, 'InvalidParameterCombination');
      const id = asked.input.NewDBInstanceIdentifier;
      put({ ...before, ...changesIn(asked.input) });
      if (id !== undefined) {
        instances.delete(String(before.DBInstanceIdentifier));
        put({ ...before, DBInstanceIdentifier: String(id) });
      }
      return answer('ModifyDBInstance', '');
    },
    CreateDBInstanceReadReplica: (asked) => {
      if (asked.input.DBParameterGroupName !== undefined || isRefused(asked.input, BORN))
        return xmlFault(400, 'InvalidParameterCombination');
      put({ ...BORN, DBInstanceIdentifier: String(asked.input.DBInstanceIdentifier), ...changesIn(asked.input) });
      return answer('CreateDBInstanceReadReplica', '');
    },
    PromoteReadReplica: (asked) => {
      const { ReadReplicaSourceDBInstanceIdentifier: _, ...promoted } = find(asked);
      put({ ...promoted, BackupRetentionPeriod: Number(asked.input.BackupRetentionPeriod ?? 1) });
      return answer('PromoteReadReplica', '');
    },
  };
}

/** RDS wants no speed of the storage where it is gp3 and small. */
function isRefused({ StorageType, Iops, StorageThroughput }: Asked['input'], before: DBInstance): boolean {
  const isSmallGp3 = (StorageType ?? before.StorageType) === 'gp3' && Number(before.AllocatedStorage ?? 0) < 400;
  return isSmallGp3 && (Iops !== undefined || StorageThroughput !== undefined);
}

const listOf = (instances: readonly DBInstance[]): string =>
  `<DBInstances>${instances.map((each) => `<DBInstance>${toXml(each)}</DBInstance>`).join('')}</DBInstances>`;

/** What AWS gives a replica that is asked for nothing. */
const BORN: DBInstance = {
  DBInstanceStatus: 'available',
  DBInstanceClass: 'db.m7g.large',
  MultiAZ: false,
  DeletionProtection: false,
  IAMDatabaseAuthenticationEnabled: false,
  DBParameterGroups: [{ DBParameterGroupName: 'default.postgres17' }],
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-default' }],
  DBSubnetGroup: { DBSubnetGroupName: 'default' },
  KmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/aws-rds',
  BackupRetentionPeriod: 0,
  PreferredBackupWindow: '03:00-03:30',
  PreferredMaintenanceWindow: 'sun:05:00-sun:05:30',
  AllocatedStorage: 500,
  StorageType: 'gp2',
  CACertificateIdentifier: 'rds-ca-default',
  MonitoringInterval: 0,
  DatabaseInsightsMode: 'standard',
  PerformanceInsightsEnabled: false,
  CopyTagsToSnapshot: false,
  AutoMinorVersionUpgrade: false,
  PubliclyAccessible: true,
};

/** Names of requests that are not those of answers. */
const RENAMED: Readonly<Record<string, keyof DBInstance>> = {
  EnableIAMDatabaseAuthentication: 'IAMDatabaseAuthenticationEnabled',
  EnablePerformanceInsights: 'PerformanceInsightsEnabled',
  SourceDBInstanceIdentifier: 'ReadReplicaSourceDBInstanceIdentifier',
};

function changesIn(input: Asked['input']): DBInstance {
  const listed = (prefix: string) => Object.keys(input).flatMap((key) => (key.startsWith(prefix) ? [String(input[key])] : []));
  const [groups, logs] = [listed('VpcSecurityGroupIds.'), listed('CloudwatchLogsExportConfiguration.EnableLogTypes.')];
  const tags = tagsIn(input);
  const { DBParameterGroupName: parameters, DBSubnetGroupName: subnets } = input;
  const skipped = /^(Action|Version|ApplyImmediately|NewDBInstanceIdentifier|DBParameterGroupName|DBSubnetGroupName)$|\./;
  const plain = Object.entries(input).filter(([key]) => !skipped.test(key));
  return {
    ...Object.fromEntries(plain.map(([key, value]) => [RENAMED[key] ?? key, value])),
    ...(groups.length > 0 && { VpcSecurityGroups: groups.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId })) }),
    ...(logs.length > 0 && { EnabledCloudwatchLogsExports: logs }),
    ...(parameters !== undefined && { DBParameterGroups: [{ DBParameterGroupName: String(parameters) }] }),
    ...(tags.length > 0 && { TagList: tags }),
    ...(subnets !== undefined && { DBSubnetGroup: { DBSubnetGroupName: String(subnets) } }),
  };
}

const tagsIn = (input: Asked['input']) =>
  Object.keys(input).flatMap((key) =>
    key.endsWith('.Key') ? [{ Key: String(input[key]), Value: String(input[key.replace(/Key$/, 'Value')]) }] : [],
  );

/** How lists are wrapped in RDS's XML: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html */
const MEMBERS: Readonly<Record<string, string>> = {
  VpcSecurityGroups: 'VpcSecurityGroupMembership',
  DBParameterGroups: 'DBParameterGroup',
  TagList: 'Tag',
};

function toXml(value: unknown, name = ''): string {
  if (Array.isArray(value)) return value.map((each) => element(MEMBERS[name] ?? 'member', each)).join('');
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => element(key, each))
    .join('');
}

const element = (name: string, value: unknown): string => `<${name}>${toXml(value, name)}</${name}>`;
const answer = (operation: string, body: string) =>
  xml(`<${operation}Response><${operation}Result>${body}</${operation}Result></${operation}Response>`);
