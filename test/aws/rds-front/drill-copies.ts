import type { Call } from '../gateway/call.ts';
import type { Front } from '../gateway/gateway.ts';
import { elementIn, queryError, withText } from '../gateway/xml.ts';
import type { LabBinding, LabOf } from '../lab-binding.ts';

/** The run of the drill that an instance is the copy of, by its identifier; null for every other instance. */
export const drillOf = (identifier: string): string | null => /-drill-(.+)$/.exec(identifier)?.[1] ?? null;

/** Answers RDS's query API about copies that drills make: moto keeps their properties, the lab's PostgreSQL is what is copied. */
export function copiesFront(lab: LabOf, hostOf: (id: string, region: string) => string, others: Front): Front {
  return async (call, ask, request) => {
    const { DBInstanceIdentifier, TargetDBInstanceIdentifier } = call.parameters;
    const id = String(DBInstanceIdentifier ?? TargetDBInstanceIdentifier);
    const run = drillOf(id);
    const refusal = run === null ? null : await change(lab(id), call, run);
    if (refusal !== null) return refusal;
    const reply = await (run === null ? others(call, ask, request) : ask());
    if (reply.status !== 200) return reply;
    const parts = reply.body.toString('utf8').split(/(?=<DBInstance>)/);
    const told = await Promise.all(parts.map((part) => retell(lab, call, part, hostOf)));
    return withText(reply, told.join(''));
  };
}

/** What a call changes in the lab; the error that RDS answers instead where it refuses. */
async function change(lab: LabBinding, { action, region, parameters }: Call, run: string) {
  if (action === 'rds:CreateDBInstanceReadReplica') await lab.drill(region, run, 'copy');
  if (action === 'rds:RestoreDBInstanceToPointInTime') await lab.drill(region, run, 'restore');
  if (action === 'rds:DeleteDBInstance') await lab.drill(region, run, 'remove');
  if (action !== 'rds:PromoteReadReplica') return null;
  const { database } = await lab.lookAtDrill(region, run);
  if (database?.state !== 'available') {
    const message = `DB instance ${String(parameters.DBInstanceIdentifier)} is not in the available state.`;
    return queryError(400, 'InvalidDBInstanceState', message);
  }
  await lab.drill(region, run, 'promote');
  return null;
}

async function retell(lab: LabOf, { region }: Call, xml: string, hostOf: (id: string, region: string) => string) {
  const id = elementIn(xml, 'DBInstanceIdentifier') ?? '';
  const run = xml.startsWith('<DBInstance>') ? drillOf(id) : null;
  if (run === null) return xml;
  const { database } = await lab(id).lookAtDrill(region, run);
  const status = database?.state === 'available' ? 'available' : 'creating';
  const stated = xml
    .replace(/<DBInstanceStatus>[^<]*</, `<DBInstanceStatus>${status}<`)
    .replace(/<Endpoint>.*?<Address>[^<]*</s, `<Endpoint><Address>${hostOf(id, region)}<`);
  return database?.replicaOf
    ? stated
    : stated.replace(/<ReadReplicaSourceDBInstanceIdentifier>[^<]*<\/ReadReplicaSourceDBInstanceIdentifier>/, '');
}
