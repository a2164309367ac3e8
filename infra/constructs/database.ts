import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnDBInstance, type CfnDBInstanceProps, CfnDBSubnetGroup } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { Side } from '../../orchestrator/aws/deployment.ts';
import type { CreatedApplication } from '../reference.ts';
import { acknowledge } from './acknowledge.ts';
import { DatabaseParameters } from './database-parameters.ts';

/** What a database is made of. */
export interface DatabaseProps {
  readonly application: CreatedApplication;
  readonly side: Side;
  readonly subnets: readonly string[];
  readonly securityGroup: string;
  readonly key: IKey;
  /** What it is besides, by its Region's role: the writer, or a replica of one. */
  readonly role: CfnDBInstanceProps;
}

const EXPORTED_LOGS = ['postgresql', 'upgrade'];

/** Sundays for the standby, Mondays for the writer: what a maintenance breaks is seen on the standby first (UTC). */
const MAINTENANCE: Readonly<Record<Side, string>> = { dr: 'sun:08:00-sun:08:30', primary: 'mon:08:00-mon:08:30' };

/**
 * An application's PostgreSQL in one Region, under the identifier of dr.yml. All but `role` is the same in both Regions, because
 * each may become the writer, and a replica inherits hardly anything.
 */
export class Database extends Construct {
  readonly instance: CfnDBInstance;

  constructor(scope: Construct, id: string, { application, side, subnets, securityGroup, key, role }: DatabaseProps) {
    super(scope, id);
    const identifier = application.database.instances[side];
    const { version, class: instanceClass, maxStorage, backupDays } = application.aws.create.database;
    const { group } = new DatabaseParameters(this, 'Parameters', application);
    const subnetGroup = new CfnDBSubnetGroup(this, 'Subnets', {
      dbSubnetGroupDescription: `Private subnets of ${application.id}.`,
      subnetIds: [...subnets],
    });
    const monitoring = new Role(this, 'Monitoring', {
      assumedBy: new ServicePrincipal('monitoring.rds.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonRDSEnhancedMonitoringRole')],
    });
    acknowledge(monitoring, 'AwsSolutions-IAM4', {
      'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole':
        'AWS keeps what enhanced monitoring needs in it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html',
    });
    this.instance = new CfnDBInstance(this, 'Instance', {
      dbInstanceIdentifier: identifier,
      engine: 'postgres',
      engineVersion: version,
      dbInstanceClass: instanceClass,
      storageType: 'gp3',
      maxAllocatedStorage: maxStorage,
      kmsKeyId: key.keyArn,
      dbSubnetGroupName: subnetGroup.ref,
      vpcSecurityGroups: [securityGroup],
      publiclyAccessible: false,
      port: '5432',
      dbParameterGroupName: group.ref,
      enableIamDatabaseAuthentication: true,
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html: the authority that new instances get.
      caCertificateIdentifier: 'rds-ca-rsa2048-g1',
      backupRetentionPeriod: backupDays,
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      // By hand, replica first: a replica must not be older than its source, and AWS takes each Region when it likes.
      autoMinorVersionUpgrade: false,
      preferredMaintenanceWindow: MAINTENANCE[side],
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.roleArn,
      // Performance Insights is a part of Database Insights since 31 July 2026; its standard mode keeps 7 days without a price.
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Enabling.html
      databaseInsightsMode: 'standard',
      enablePerformanceInsights: true,
      performanceInsightsKmsKeyId: key.keyArn,
      performanceInsightsRetentionPeriod: 7,
      enableCloudwatchLogsExports: EXPORTED_LOGS,
      ...role,
    });
    this.instance.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(this.instance, 'AwsSolutions-RDS11', {
      '': 'The port is hidden from nobody who may reach it: the security group lets in the services, the agent and the administration.',
    });
    if (role.sourceDbInstanceIdentifier !== undefined) {
      acknowledge(this.instance, 'AwsSolutions-RDS2', {
        '': 'It is encrypted: its key says so, and saying so twice is refused for a replica.',
      });
      acknowledge(this.instance, 'AwsSolutions-RDS3', {
        '': 'It is the standby of a whole Region: two zones are paid for once it is the writer for longer than a way home takes.',
      });
    }
    for (const log of EXPORTED_LOGS) {
      const logGroup = new LogGroup(this, `Log-${log}`, {
        logGroupName: `/aws/rds/instance/${identifier}/${log}`,
        retention: RetentionDays.THREE_MONTHS,
        // RDS makes it again for an instance that outlives its stack; only what is retained can be taken in again.
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
      this.instance.node.addDependency(logGroup);
    }
  }

  /** The name of the endpoint; it stays when the instance is promoted. */
  get host(): string {
    return this.instance.attrEndpointAddress;
  }
}

/** What makes a database the writer: two zones, and a master user whose password is in the secret. */
export function asWriter({ database, aws }: CreatedApplication, secretArn: string, username: string): CfnDBInstanceProps {
  return {
    multiAz: true,
    dbName: database.name,
    masterUsername: username,
    masterUserPassword: `{{resolve:secretsmanager:${secretArn}:SecretString:password}}`,
    allocatedStorage: String(aws.create.database.storage),
    storageEncrypted: true,
  };
}

/**
 * What makes a database the replica of another Region's. CloudFormation creates it and then modifies it, as creating takes neither
 * backups nor a version. The key says that it is encrypted, and saying so twice is refused.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
 */
export function asReplica(scope: Construct, { database }: CreatedApplication, primary: string): CfnDBInstanceProps {
  return {
    multiAz: false,
    sourceRegion: primary,
    sourceDbInstanceIdentifier: Stack.of(scope).formatArn({
      service: 'rds',
      region: primary,
      resource: 'db',
      resourceName: database.instances.primary,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  };
}
