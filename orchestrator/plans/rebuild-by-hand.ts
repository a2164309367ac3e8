/*
 * What a person types to have the Region that was left follow again. `$OLD` is the name that is kept, from `keep` on; it names the
 * snapshot and the instance alike. Nothing here deletes anything.
 */

const ON_OLD = '--region {to} --db-instance-identifier "$OLD"';
const ON_NEW = '--region {to} --db-instance-identifier {toInstance}';
const LIMITS = 'register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount';
const PROPERTIES =
  '[DBInstanceClass, MultiAZ, DeletionProtection, IAMDatabaseAuthenticationEnabled, DBParameterGroups[0].DBParameterGroupName, VpcSecurityGroups[].VpcSecurityGroupId, BackupRetentionPeriod, PreferredBackupWindow, PreferredMaintenanceWindow, MaxAllocatedStorage, StorageType, Iops, StorageThroughput, CACertificateIdentifier, MonitoringInterval, MonitoringRoleArn, DatabaseInsightsMode, PerformanceInsightsEnabled, PerformanceInsightsRetentionPeriod, PerformanceInsightsKMSKeyId, EnabledCloudwatchLogsExports, CopyTagsToSnapshot, AutoMinorVersionUpgrade, PubliclyAccessible, DBSubnetGroup.DBSubnetGroupName, KmsKeyId, TagList]';
const KEPT =
  "DBInstances[?starts_with(DBInstanceIdentifier, '{toInstance}-old-')].[DBInstanceIdentifier, DBInstanceClass, AllocatedStorage]";

/** The commands that carry out each row of making a database anew. */
export const byHand = {
  keep: [
    '# The database that was left behind must take no write: f for every writer. Fence it as the runbook of the failover says.',
    'psql_to -c "select rolname, rolcanlogin from pg_roles where rolname in ({writers})"',
    'OLD={toInstance}-old-$(date -u +%F)-by-hand; declare -p OLD',
    'aws rds create-db-snapshot --region {to} --db-instance-identifier {toInstance} --db-snapshot-identifier "$OLD"',
    'aws rds wait db-snapshot-available --region {to} --db-snapshot-identifier "$OLD"',
  ],
  'set-aside': [
    '# Needs the control plane of Route 53 in us-east-1, as everything up to restore-properties does.',
    `aws rds modify-db-instance ${ON_NEW} --new-db-instance-identifier "$OLD" --apply-immediately`,
    `until aws rds wait db-instance-available ${ON_OLD}; do sleep 15; done`,
  ],
  rebuild: [
    `KEY=$(aws rds describe-db-instances ${ON_OLD} --query 'DBInstances[0].KmsKeyId' --output text)`,
    `SUBNETS=$(aws rds describe-db-instances ${ON_OLD} --query 'DBInstances[0].DBSubnetGroup.DBSubnetGroupName' --output text)`,
    `GROUPS_OLD=$(aws rds describe-db-instances ${ON_OLD} --query 'DBInstances[0].VpcSecurityGroups[].VpcSecurityGroupId' --output text)`,
    `STORAGE=$(aws rds describe-db-instances ${ON_OLD} --query 'DBInstances[0].StorageType' --output text)`,
    "SOURCE=$(aws rds describe-db-instances --region {from} --db-instance-identifier {fromInstance} --query 'DBInstances[0].DBInstanceArn' --output text)",
    `aws rds create-db-instance-read-replica ${ON_NEW} --source-region {from} --source-db-instance-identifier "$SOURCE" --kms-key-id "$KEY" --db-subnet-group-name "$SUBNETS" --vpc-security-group-ids $GROUPS_OLD --storage-type "$STORAGE" --enable-iam-database-authentication --deletion-protection`,
    '# Where storage has IOPS of its own (io1, io2, or gp3 from 400 GiB on): --iops and --storage-throughput of $OLD as well.',
    '# Hours for a large database.',
    `until aws rds wait db-instance-available ${ON_NEW}; do sleep 60; done`,
    'read -r TO_HOST TO_PORT <<<"$(endpoint {to} {toInstance})"',
  ],
  'restore-properties': [
    '# Give {toInstance} every value of $OLD in which they differ, with modify-db-instance --apply-immediately, and its tags.',
    `diff <(aws rds describe-db-instances ${ON_OLD} --query 'DBInstances[0].${PROPERTIES}') <(aws rds describe-db-instances ${ON_NEW} --query 'DBInstances[0].${PROPERTIES}')`,
    `PARAMETERS=$(aws rds describe-db-instances ${ON_OLD} --query 'DBInstances[0].DBParameterGroups[0].DBParameterGroupName' --output text)`,
    `aws rds modify-db-instance ${ON_NEW} --apply-immediately --db-parameter-group-name "$PARAMETERS" --enable-iam-database-authentication --deletion-protection --backup-retention-period 7`,
    `aws rds wait db-instance-available ${ON_NEW}`,
    `aws rds reboot-db-instance ${ON_NEW}`,
    `aws rds wait db-instance-available ${ON_NEW}`,
  ],
  follow: [
    '# t, and bytes that {to} is behind: some 16 MB or less.',
    'AT=$(psql_from -Atc "select pg_current_wal_flush_lsn()")',
    `psql_to -c "select pg_is_in_recovery(), '$AT' - pg_last_wal_replay_lsn() as behind"`,
  ],
  'standby-services': [
    `aws application-autoscaling ${LIMITS} --region {to} --resource-id service/{toCluster}/{service} --min-capacity {standby} --max-capacity {standbyMax}`,
    'aws ecs update-service --region {to} --cluster {toCluster} --service {service} --desired-count {standby}',
    'aws ecs wait services-stable --region {to} --cluster {toCluster} --services {service}',
  ],
  'verify-storage': [
    '# Each bucket has a rule that is Enabled towards the other, and CloudWatch counts what waits.',
    'aws s3api get-bucket-replication --region {from} --bucket {fromBucket}',
    'aws s3api get-bucket-replication --region {to} --bucket {toBucket}',
  ],
  'record-kept': [
    '# Write down what is kept, and when somebody looks at it again: an instance that is not used costs as much as one that is.',
    '# Once a second person agrees that nobody needs it: modify-db-instance --no-deletion-protection, then delete-db-instance; the',
    '# snapshot goes last, by delete-db-snapshot. Never a name without -old- in it.',
    `aws rds describe-db-instances --region {to} --query "${KEPT}" --output text`,
    'aws rds describe-db-snapshots --region {to} --snapshot-type manual --query "DBSnapshots[?starts_with(DBSnapshotIdentifier, \'{toInstance}-old-\')].[DBSnapshotIdentifier, AllocatedStorage]" --output text',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
