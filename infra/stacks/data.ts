import { Stack, Tags } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { GROUP_TAG } from '../../orchestrator/aws/drills/names.ts';
import { Bootstrap } from '../constructs/bootstrap.ts';
import { asReplica, asWriter, Database } from '../constructs/database.ts';
import { DatabaseSecrets, MASTER_USER } from '../constructs/database-secrets.ts';
import { RegionAgent } from '../constructs/region-agent.ts';
import { Rotation } from '../constructs/rotation.ts';
import type { CreatedProps } from '../reference.ts';
import type { Network } from './network.ts';

/** What a database is put into, besides what every stack of an application is made of. */
export interface DataProps extends CreatedProps {
  readonly network: Network;
  /** The application's key in this Region. */
  readonly key: IKey;
}

/**
 * The data of an application in one Region: its database and the agent beside it. The primary Region makes the writer with its
 * secrets, its roles and their rotation; the DR Region makes a replica, which gets all of these by replication.
 */
export class Data extends Stack {
  /** The host name of this Region's database; it stays when the instance is promoted. */
  readonly databaseHost: string;

  constructor(scope: Construct, id: string, { config, application, side, codeOf, network, key, ...rest }: DataProps) {
    super(scope, id, rest);
    const { vpc, groups } = network;
    const subnets = vpc.isolatedSubnets.map(({ subnetId }) => subnetId);
    const place = { application, side, subnets, securityGroup: groups.database.securityGroupId, key };
    const secrets =
      side === 'primary' ? new DatabaseSecrets(this, 'Secrets', { application, key, replicateTo: config.regions.dr }) : null;
    const role =
      secrets === null
        ? asReplica(this, application, config.regions.primary)
        : asWriter(application, secrets.master.ref, MASTER_USER);
    const database = new Database(this, 'Database', { ...place, role });
    this.databaseHost = database.host;
    Tags.of(database.instance).add(GROUP_TAG, groups.drillDatabase.securityGroupId);
    new RegionAgent(this, 'Agent', {
      config,
      application,
      side,
      name: application.aws.agents[side],
      network: { subnets, securityGroup: groups.agent.securityGroupId, databaseHost: database.host },
      code: codeOf('agent'),
    });
    if (secrets === null) return;
    const beside = {
      config,
      application,
      network: { subnets, securityGroup: groups.administration.securityGroupId, databaseHost: database.host },
    };
    const { done } = new Bootstrap(this, 'Bootstrap', { ...beside, region: this.region, code: codeOf('bootstrap') });
    // With one writer, the password in use would be changed under the application.
    if (application.database.writers.length < 2) return;
    new Rotation(this, 'Rotation', { ...beside, code: codeOf('rotation'), secret: secrets.writer, after: done });
  }
}
