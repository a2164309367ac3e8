import {
  CreateDBInstanceReadReplicaCommand,
  CreateDBSnapshotCommand,
  type DBInstance,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import type { Application, Config } from '../../config.ts';
import { COST_TAG } from '../../domain/cost-metric.ts';
import { Refused, Unavailable } from '../../domain/errors.ts';
import type { Region } from '../../domain/region.ts';
import type { Rebuild } from '../../ports/rebuild.ts';
import type { Clients } from '../clients.ts';
import { platformOnAws, sideOf } from '../deployment.ts';
import { askFor, unless } from '../errors.ts';
import { differences, makingOf, modificationTo, seenShape } from '../instance-shape.ts';
import { isBroken, orWait, statusOf } from '../instance-status.ts';
import { findInstance } from '../instances.ts';
import { instancePerDay } from './cost.ts';
import { instancesOf, keptInstance, keptName, keptSnapshot, snapshotsOf } from './kept.ts';

const EXISTS = [
  'DBInstanceAlreadyExists',
  'DBInstanceAlreadyExistsFault',
  'DBSnapshotAlreadyExists',
  'DBSnapshotAlreadyExistsFault',
];

/**
 * Making an application's instances anew in RDS. What one is to be is what the instance was that was set aside last, property by
 * property: a replica takes hardly any of them from its source.
 */
export function rdsRebuild(config: Config, application: Application, clients: Pick<Clients, 'rds' | 'route53'>): Rebuild {
  const idIn = (region: Region): string => application.database.instances[sideOf(config, region)];
  const find = (region: Region): Promise<DBInstance | null> => findInstance(clients, region, idIn(region));
  /** What is there has to be in a state that it leaves by itself. */
  const look = async (region: Region): Promise<DBInstance | null> => {
    const instance = await find(region);
    if (instance === null || !isBroken(instance)) return instance;
    throw new Refused(`The database ${idIn(region)} in ${region} is ${instance.DBInstanceStatus}.`);
  };
  const setAsideLast = async (region: Region): Promise<DBInstance> => {
    const [last] = await instancesOf(clients, region, idIn(region));
    if (last !== undefined) return last;
    throw new Refused(`Nothing of ${idIn(region)} was set aside in ${region}, so that nothing says what to make.`);
  };
  const send = async (region: Region, what: string, work: () => Promise<unknown>): Promise<void> => {
    const says = `The state of the database forbids it for now: ${idIn(region)} in ${region}.`;
    await unless(EXISTS, null, () => orWait(says, () => askFor(`${what} of ${idIn(region)} in ${region}`, work)));
  };

  return {
    /** Instances are made, and renamed, with records of DNS: both need the control plane of Route 53, which is in us-east-1. */
    obstacles: async () => {
      const { id } = platformOnAws(config).hostedZone;
      try {
        await askFor('Route 53', () => clients.route53.send(new GetHostedZoneCommand({ Id: id })));
        return [];
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        return [`the control plane of Route 53 in us-east-1 is not well: ${error.message.replace(/\.$/, '')}`];
      }
    },
    look: async (region) => {
      const instance = await look(region);
      return instance === null
        ? { database: null, perDay: null }
        : { database: statusOf(instance, region), perDay: instancePerDay(instance) };
    },
    kept: async (region) => {
      const id = idIn(region);
      const [instances, snapshots] = await Promise.all([instancesOf(clients, region, id), snapshotsOf(clients, region, id)]);
      return [
        ...instances.map((instance) => keptInstance(id, instance)),
        ...snapshots.map((snapshot) => keptSnapshot(id, snapshot)),
      ];
    },
    snapshot: ({ region, keptAs }) => {
      const id = idIn(region);
      const command = new CreateDBSnapshotCommand({
        ...{ DBInstanceIdentifier: id, DBSnapshotIdentifier: keptName(id, keptAs) },
        Tags: [{ Key: COST_TAG, Value: application.id }],
      });
      return send(region, 'The snapshot', () => clients.rds(region).send(command));
    },
    setAside: async ({ region, keptAs }) => {
      const id = idIn(region);
      const instance = await look(region);
      if (instance === null) return;
      const { replicaOf } = statusOf(instance, region);
      if (replicaOf !== null) throw new Refused(`The database ${id} in ${region} is a replica, and is not set aside.`);
      const renamed = { DBInstanceIdentifier: id, NewDBInstanceIdentifier: keptName(id, keptAs), ApplyImmediately: true };
      await send(region, 'The renaming', () => clients.rds(region).send(new ModifyDBInstanceCommand(renamed)));
    },
    replicate: async (region) => {
      if ((await find(region)) !== null) return;
      const other = region === config.regions.primary ? config.regions.dr : config.regions.primary;
      const meant = seenShape(await setAsideLast(region));
      const command = new CreateDBInstanceReadReplicaCommand({
        DBInstanceIdentifier: idIn(region),
        SourceDBInstanceIdentifier: `arn:aws:rds:${other}:${platformOnAws(config).account}:db:${idIn(other)}`,
        ...makingOf(meant),
      });
      await send(region, 'The replica', () => clients.rds(region).send(command));
    },
    differences: async (region) => {
      const [instance, [last]] = await Promise.all([look(region), instancesOf(clients, region, idIn(region))]);
      const id = idIn(region);
      if (instance === null) return [`${id}: there is none.`];
      // People deleted what was set aside: nothing says any more that the replica is to be another.
      if (last === undefined) return underWay(id, instance);
      return [...differences(id, seenShape(last), seenShape(instance)), ...underWay(id, instance)];
    },
    restore: async (region) => {
      const [instance, last] = await Promise.all([look(region), setAsideLast(region)]);
      if (instance === null || isPending(instance)) return;
      const { state, replicaOf } = statusOf(instance, region);
      if (replicaOf === null) throw new Refused(`The database ${idIn(region)} in ${region} is no replica, and is left as it is.`);
      if (state !== 'available') return;
      const id = idIn(region);
      const meant = seenShape(last);
      const isAsMeant = differences(id, meant, seenShape(instance)).length === 0;
      const modified = { DBInstanceIdentifier: id, ApplyImmediately: true, ...modificationTo(meant) };
      if (!isAsMeant)
        return send(region, 'The properties', () => clients.rds(region).send(new ModifyDBInstanceCommand(modified)));
      if (!needsReboot(instance)) return;
      const rebooted = new RebootDBInstanceCommand({ DBInstanceIdentifier: id });
      return send(region, 'The reboot', () => clients.rds(region).send(rebooted));
    },
  };
}

const isPending = ({ PendingModifiedValues = {} }: DBInstance): boolean =>
  Object.values(PendingModifiedValues).some((value) => value !== undefined);

/** A parameter group that an instance was not made with is taken up by a reboot. */
const needsReboot = ({ DBParameterGroups = [] }: DBInstance): boolean =>
  DBParameterGroups.some(({ ParameterApplyStatus }) => ParameterApplyStatus === 'pending-reboot');

/** Sentences: what was asked for and is not there yet, although it shows already. */
function underWay(id: string, instance: DBInstance): readonly string[] {
  return [
    ...(isPending(instance) ? [`${id}: modifications are pending.`] : []),
    ...(needsReboot(instance) ? [`${id}: its parameter group waits for a reboot.`] : []),
  ];
}
