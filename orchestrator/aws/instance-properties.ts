import type { CreateDBInstanceReadReplicaMessage, DBInstance, ModifyDBInstanceMessage } from '@aws-sdk/client-rds';

/** The value of a property, in one form wherever it was read; lists are sorted. */
export type PropertyValue = string | number | boolean | readonly string[];

/** Properties of an `AWS::RDS::DBInstance` as a template has them, references resolved to what they mean. */
export type DeclaredProperties = Readonly<Record<string, unknown>>;

/** A property that an instance made anew does not have from the one it is made from, or only by luck. */
export interface InstanceProperty {
  /** What operators call it. */
  readonly name: string;
  /** From DescribeDBInstances; undefined where the instance has none. */
  readonly seen: (instance: DBInstance) => PropertyValue | undefined;
  /** From a template; undefined where it says nothing. */
  readonly declared: (properties: DeclaredProperties) => unknown;
  /** What CloudFormation makes of a template that says nothing; absent where AWS chooses, so that nothing is meant. */
  readonly otherwise?: PropertyValue;
  /** Asks for it as the instance is made; absent where it is only modified afterwards. */
  readonly make?: (value: PropertyValue) => Partial<CreateDBInstanceReadReplicaMessage>;
  /** Asks ModifyDBInstance for it; absent where it is only made with the instance. */
  readonly modify?: (value: PropertyValue) => Partial<ModifyDBInstanceMessage>;
}

type Modifiable = InstanceProperty & Required<Pick<InstanceProperty, 'modify'>>;

/** A property that an instance is made with as well, by the name that ModifyDBInstance has for it. */
const fromTheStart = (property: Modifiable): InstanceProperty => ({ ...property, make: property.modify });

/** A property that has one name in templates and in the API. */
function alike(name: string, key: keyof DBInstance & keyof ModifyDBInstanceMessage, otherwise?: PropertyValue): Modifiable {
  return named(name, key, key, key, otherwise);
}

/** A property whose value is the same everywhere, under these names in DescribeDBInstances, templates and ModifyDBInstance. */
function named(
  name: string,
  seen: keyof DBInstance,
  declared: string,
  modify: keyof ModifyDBInstanceMessage,
  otherwise?: PropertyValue,
): Modifiable {
  return {
    name,
    seen: (instance) => instance[seen] as PropertyValue | undefined,
    declared: (properties) => properties[declared],
    ...(otherwise === undefined ? {} : { otherwise }),
    modify: (value) => ({ [modify]: value }),
  };
}

const present = (values: readonly (string | undefined)[]): readonly string[] => values.filter((value) => value !== undefined);
const NONE: readonly string[] = [];

/** From this size on, GiB, gp3 of PostgreSQL has values of its own: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const GP3_WITH_OWN_VALUES = 400;

/** How fast its storage is; none where AWS alone says so: it tells of a small gp3 what it refuses to be asked for. */
function speedOf(name: string, key: 'Iops' | 'StorageThroughput'): InstanceProperty {
  const seen = ({ StorageType, AllocatedStorage = 0, [key]: speed }: DBInstance): number | undefined =>
    speed === 0 || (StorageType === 'gp3' && AllocatedStorage < GP3_WITH_OWN_VALUES) ? undefined : speed;
  return fromTheStart({ ...alike(name, key), seen });
}

/**
 * What has to be compared, and restored, when an instance is made anew under its name: what a cross-Region replica takes from
 * its own Region, from defaults or from nowhere rather than from its source. The defaults of templates are those of
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html, what a replica begins
 * with is in https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html.
 */
export const INSTANCE_PROPERTIES: readonly InstanceProperty[] = [
  alike('instance class', 'DBInstanceClass'),
  alike('Multi-AZ', 'MultiAZ', false),
  fromTheStart(alike('deletion protection', 'DeletionProtection', false)),
  fromTheStart(
    named(
      'IAM authentication',
      'IAMDatabaseAuthenticationEnabled',
      'EnableIAMDatabaseAuthentication',
      'EnableIAMDatabaseAuthentication',
      false,
    ),
  ),
  {
    // A replica of PostgreSQL cannot be made with it: RDS answers InvalidParameterCombination.
    name: 'parameter group',
    seen: ({ DBParameterGroups }) => DBParameterGroups?.[0]?.DBParameterGroupName,
    declared: ({ DBParameterGroupName }) => DBParameterGroupName,
    modify: (value) => ({ DBParameterGroupName: String(value) }),
  },
  fromTheStart({
    name: 'security groups',
    seen: ({ VpcSecurityGroups = [] }) => present(VpcSecurityGroups.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
    declared: ({ VPCSecurityGroups }) => VPCSecurityGroups,
    modify: (value) => ({ VpcSecurityGroupIds: [...(value as readonly string[])] }),
  }),
  {
    name: 'subnet group',
    seen: ({ DBSubnetGroup }) => DBSubnetGroup?.DBSubnetGroupName,
    declared: ({ DBSubnetGroupName }) => DBSubnetGroupName,
    make: (value) => ({ DBSubnetGroupName: String(value) }),
  },
  {
    // It cannot be changed: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
    name: 'key',
    seen: ({ KmsKeyId }) => KmsKeyId,
    declared: ({ KmsKeyId }) => KmsKeyId,
    make: (value) => ({ KmsKeyId: String(value) }),
  },
  alike('days of backups', 'BackupRetentionPeriod', 1),
  alike('backup window', 'PreferredBackupWindow'),
  alike('maintenance window', 'PreferredMaintenanceWindow'),
  alike('limit of storage autoscaling', 'MaxAllocatedStorage'),
  fromTheStart(alike('storage type', 'StorageType')),
  speedOf('provisioned IOPS', 'Iops'),
  speedOf('storage throughput', 'StorageThroughput'),
  alike('certificate authority', 'CACertificateIdentifier'),
  alike('interval of enhanced monitoring', 'MonitoringInterval', 0),
  alike('role of enhanced monitoring', 'MonitoringRoleArn'),
  alike('insights', 'DatabaseInsightsMode', 'standard'),
  named('performance insights', 'PerformanceInsightsEnabled', 'EnablePerformanceInsights', 'EnablePerformanceInsights', false),
  alike('days of performance insights', 'PerformanceInsightsRetentionPeriod'),
  named(
    'key of performance insights',
    'PerformanceInsightsKMSKeyId',
    'PerformanceInsightsKMSKeyId',
    'PerformanceInsightsKMSKeyId',
  ),
  {
    name: 'exported logs',
    seen: ({ EnabledCloudwatchLogsExports = [] }) => EnabledCloudwatchLogsExports,
    declared: ({ EnableCloudwatchLogsExports }) => EnableCloudwatchLogsExports,
    otherwise: NONE,
    modify: (value) => ({ CloudwatchLogsExportConfiguration: { EnableLogTypes: [...(value as readonly string[])] } }),
  },
  alike('tags on snapshots', 'CopyTagsToSnapshot', false),
  alike('automatic minor upgrades', 'AutoMinorVersionUpgrade', true),
  alike('public address', 'PubliclyAccessible', false),
  {
    name: 'tags',
    seen: ({ TagList = [] }) => tagsOf(TagList),
    declared: ({ Tags }) => (Tags === undefined ? undefined : tagsOf(Tags as readonly Tag[])),
    otherwise: NONE,
    make: (value) => ({ Tags: (value as readonly string[]).map(toTag) }),
  },
];

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Keys have no `=` here, values may. */
function toTag(text: string): Tag {
  const [Key = '', ...value] = text.split('=');
  return { Key, Value: value.join('=') };
}

/** As `key=value`; those that AWS adds by itself are nobody's to restore. */
const tagsOf = (tags: readonly Tag[]): readonly string[] =>
  tags.filter(({ Key = '' }) => !Key.startsWith('aws:')).map(({ Key = '', Value = '' }) => `${Key}=${Value}`);
