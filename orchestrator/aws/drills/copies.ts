import {
  CreateDBInstanceReadReplicaCommand,
  type DBInstance,
  DeleteDBInstanceCommand,
  PromoteReadReplicaCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import type { Application, Config } from '../../config.ts';
import { COST_TAG } from '../../domain/cost-metric.ts';
import { Refused } from '../../domain/errors.ts';
import type { Region } from '../../domain/region.ts';
import type { Drill } from '../../ports/drills.ts';
import type { InstanceStatus } from '../../ports/world.ts';
import type { Clients } from '../clients.ts';
import { sideOf } from '../deployment.ts';
import { askFor, unless } from '../errors.ts';
import { isBroken, orWait, statusOf } from '../instance-status.ts';
import { findInstance, listInstances } from '../instances.ts';
import { BY_HAND, copyName, copyPrefix, DRILL_TAG, GROUP_TAG } from './names.ts';

const EXISTS = ['DBInstanceAlreadyExists', 'DBInstanceAlreadyExistsFault'];

/** A copy as RDS has it. */
export interface Copy extends InstanceStatus {
  /** Null until it is made. */
  readonly host: string | null;
}

/** The copies of an application's instances that drills make, in RDS. Every call names a copy, save the one that copies. */
export function rdsCopies(config: Config, application: Application, clients: Pick<Clients, 'rds'>) {
  const look = async (drill: Drill): Promise<Copy | null> => {
    const instance = await findInstance(clients, drill.region, copyName(config, application, drill));
    return instance && { ...copyOf(instance, drill.region), host: instance.Endpoint?.Address ?? null };
  };
  const source = async (region: Region): Promise<DBInstance> => {
    const id = application.database.instances[sideOf(config, region)];
    const instance = await findInstance(clients, region, id);
    if (instance === null) throw new Refused(`RDS in ${region} has no instance ${id}.`);
    return instance;
  };
  /** Has a copy made of the Region's instance; one that is there already is not made again. */
  const make = async (drill: Drill, ask: (id: string, instance: DBInstance) => Promise<unknown>): Promise<void> => {
    const id = copyName(config, application, drill);
    const instance = await source(drill.region);
    await unless(EXISTS, null, () =>
      orWait(busy(id), () => askFor(`The copy ${id} in ${drill.region}`, () => ask(id, instance))),
    );
  };

  return {
    look,
    source,
    /** A replica takes neither the security groups nor the IAM authentication of its source; the rest would be wasted on hours. */
    copy: (drill: Drill): Promise<void> =>
      make(drill, (id, instance) => {
        const command = new CreateDBInstanceReadReplicaCommand({
          ...{ DBInstanceIdentifier: id, SourceDBInstanceIdentifier: instance.DBInstanceIdentifier, MonitoringInterval: 0 },
          ...likeEveryCopy(application, instance, drill),
        });
        return clients.rds(drill.region).send(command);
      }),
    /** What is restored is put where its source is by name: it takes the defaults of the account otherwise. */
    restore: (drill: Drill): Promise<void> =>
      make(drill, (id, instance) => {
        const command = new RestoreDBInstanceToPointInTimeCommand({
          ...{ TargetDBInstanceIdentifier: id, SourceDBInstanceIdentifier: instance.DBInstanceIdentifier },
          ...{ UseLatestRestorableTime: true, DBSubnetGroupName: instance.DBSubnetGroup?.DBSubnetGroupName },
          DBParameterGroupName: instance.DBParameterGroups?.[0]?.DBParameterGroupName,
          ...likeEveryCopy(application, instance, drill),
        });
        return clients.rds(drill.region).send(command);
      }),
    /** Without backups of its own: it will not live for as long as one. */
    promote: async (drill: Drill): Promise<void> => {
      const id = copyName(config, application, drill);
      const copy = await look(drill);
      if (copy === null || copy.replicaOf === null || copy.state === 'modifying') return;
      const command = new PromoteReadReplicaCommand({ DBInstanceIdentifier: id, BackupRetentionPeriod: 0 });
      await orWait(busy(id), () => askFor(`The promotion of ${id}`, () => clients.rds(drill.region).send(command)));
    },
    remove: async (drill: Drill): Promise<void> => {
      const id = copyName(config, application, drill);
      const instance = await findInstance(clients, drill.region, id);
      if (instance === null || instance.DBInstanceStatus === 'deleting') return;
      const whole = { SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
      const command = new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, ...whole });
      await orWait(busy(id), () => askFor(`The removal of ${id}`, () => clients.rds(drill.region).send(command)));
    },
    /** The tag says whose it is, the name that it is a copy of this application's: nothing else is ever removed. */
    leftovers: async (region: Region): Promise<readonly string[]> => {
      const prefix = copyPrefix(application, sideOf(config, region));
      const instances = await listInstances(clients, region);
      return instances.flatMap(({ DBInstanceIdentifier = '', TagList = [] }) => {
        const run = TagList.find(({ Key }) => Key === DRILL_TAG)?.Value;
        return run !== undefined && run !== BY_HAND && DBInstanceIdentifier === `${prefix}${run.toLowerCase()}` ? [run] : [];
      });
    },
  };
}

/** A copy is in the group that its source names, takes IAM logins, and is as small and short-lived as it may be. */
function likeEveryCopy({ id }: Application, { DBInstanceIdentifier, TagList = [] }: DBInstance, { run }: Drill) {
  const group = TagList.find(({ Key }) => Key === GROUP_TAG)?.Value;
  if (group === undefined) throw new Refused(`${DBInstanceIdentifier} has no tag ${GROUP_TAG}.`);
  return {
    ...{ VpcSecurityGroupIds: [group], EnableIAMDatabaseAuthentication: true, MultiAZ: false, DeletionProtection: false },
    ...{ PubliclyAccessible: false, AutoMinorVersionUpgrade: false, CopyTagsToSnapshot: false },
    Tags: [
      { Key: DRILL_TAG, Value: run },
      { Key: COST_TAG, Value: id },
    ],
  };
}

/** One that is broken is nothing to wait for, and can still be removed. */
const copyOf = (instance: DBInstance, own: Region): InstanceStatus => ({
  ...statusOf(instance, own),
  ...(isBroken(instance) && instance.DBInstanceStatus !== 'deleting' ? { state: 'stopped' } : {}),
});

const busy = (id: string): string => `The state of the database forbids it for now: ${id}.`;
