import type { Call } from '../gateway/call.ts';
import type { Front } from '../gateway/gateway.ts';
import type { Request } from '../gateway/http.ts';
import type { LabBinding, LabOf } from '../lab-binding.ts';
import { drillOf } from './drill-copies.ts';
import type { InstanceLives, LivesOf } from './instance-lives.ts';

/*
 * Making a database anew: moto keeps snapshots, names and properties, and the lab's servers are what is kept and copied. Written from:
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html: a renamed instance has another endpoint, and its old
 *   name is free.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Create.html: a replica is `creating` until it follows.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html: it has no backups until they
 *   are enabled, where moto gives it those of its source.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.Associating.html: a parameter group that an
 *   instance is given is `pending-reboot` until somebody reboots it; a replica in another Region begins with the default one, where
 *   moto gives it its source's.
 */

/** The parameter group that AWS has for every PostgreSQL 18, and moto only where it was made. */
export const DEFAULT_PARAMETERS = 'default.postgres18';

/** Has the lab do what an accepted call asks for; drills' copies are none of this. */
export function rebuildsFront(lab: LabOf, lives: LivesOf, others: Front): Front {
  return async (call, ask, request) => {
    const reply = await others(call, ask, request);
    if (reply.status !== 200) return reply;
    const id = String(call.parameters.DBInstanceIdentifier);
    await carryOut(lab(id), lives(id), call);
    if (call.action === 'rds:CreateDBInstanceReadReplica') await ask(asMade(request, call));
    return reply;
  };
}

async function carryOut(lab: LabBinding, lives: InstanceLives, { action, region, parameters }: Call): Promise<void> {
  const id = String(parameters.DBInstanceIdentifier);
  if (drillOf(id) !== null) return;
  const keptAs = (name: unknown): string => String(name).slice(id.length + 1);
  if (action === 'rds:CreateDBSnapshot') await lab.rebuild(region, `snapshot/${keptAs(parameters.DBSnapshotIdentifier)}`);
  if (action === 'rds:ModifyDBInstance' && parameters.NewDBInstanceIdentifier !== undefined) {
    await lab.rebuild(region, `set-aside/${keptAs(parameters.NewDBInstanceIdentifier)}`);
    lives.setAside(region);
  }
  if (action === 'rds:ModifyDBInstance' && parameters.DBParameterGroupName !== undefined) lives.giveParameters(region);
  if (action === 'rds:RebootDBInstance') lives.reboot(region);
  if (action === 'rds:CreateDBInstanceReadReplica') {
    await lab.rebuild(region, 'replicate');
    lives.replicate(region, id);
  }
}

/** What leaves an instance of moto without backups and with the parameter group that AWS has for everybody. */
function asMade(request: Request, { parameters }: Call): Request {
  const modification = {
    ...{ Action: 'ModifyDBInstance', Version: '2014-10-31', DBInstanceIdentifier: String(parameters.DBInstanceIdentifier) },
    ...{ BackupRetentionPeriod: '0', DBParameterGroupName: DEFAULT_PARAMETERS, ApplyImmediately: 'true' },
  };
  return { ...request, body: Buffer.from(new URLSearchParams(modification).toString()) };
}
