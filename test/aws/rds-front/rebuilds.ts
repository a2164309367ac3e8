import type { Call } from '../gateway/call.ts';
import type { Front } from '../gateway/gateway.ts';
import type { LabBinding } from '../lab-binding.ts';
import { drillOf } from './drill-copies.ts';
import type { InstanceLives } from './instance-lives.ts';

/*
 * Making a database anew: moto keeps snapshots, names and properties, and the lab's servers are what is kept and copied. Written from:
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html: a renamed instance has another endpoint, and its old
 *   name is free.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Create.html: a replica is `creating` until it follows.
 */

/** Has the lab do what an accepted call asks for; drills' copies are none of this. */
export function rebuildsFront(lab: () => LabBinding, lives: () => InstanceLives, others: Front): Front {
  return async (call, ask, request) => {
    const reply = await others(call, ask, request);
    if (reply.status === 200) await carryOut(lab(), lives(), call);
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
  if (action === 'rds:CreateDBInstanceReadReplica') {
    await lab.rebuild(region, 'replicate');
    lives.replicate(region, id);
  }
}
