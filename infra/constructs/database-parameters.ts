import { CfnDBParameterGroup } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { CreatedApplication } from '../reference.ts';

/** Of the disk to begin with: a replica that is stuck is given up, and has to be made anew, before it fills more of its source's. */
const SLOT_SHARE = 1 / 4;
const MIB_A_GIB = 1_024;

/**
 * The settings of an application's databases, the same in both Regions, because each may become the writer. A cross-Region replica
 * holds a slot on its source, which has no limit of its own; `max_slot_wal_keep_size` counts in MiB.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.Mechanisms-versions.html
 * https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE
 * Left as they come: `hot_standby_feedback` (off: a reader of the replica must not bloat the writer) and `log_statement` (none: it would log roles' passwords).
 */
export function databaseSettings({ aws }: CreatedApplication): Readonly<Record<string, string>> {
  return {
    'rds.force_ssl': '1',
    // Stranded writes are found by the time they were committed.
    track_commit_timestamp: '1',
    max_slot_wal_keep_size: String(Math.floor(aws.create.database.storage * MIB_A_GIB * SLOT_SHARE)),
  };
}

/** The parameter group of an application's database in one Region. */
export class DatabaseParameters extends Construct {
  readonly group: CfnDBParameterGroup;

  constructor(scope: Construct, id: string, application: CreatedApplication) {
    super(scope, id);
    const [major] = application.aws.create.database.version.split('.');
    this.group = new CfnDBParameterGroup(this, 'Group', {
      family: `postgres${major}`,
      description: `PostgreSQL of ${application.id}, alike in both Regions.`,
      parameters: databaseSettings(application),
    });
  }
}
