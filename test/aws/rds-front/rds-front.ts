import type { Call } from '../gateway/call.ts';
import type { Front } from '../gateway/gateway.ts';
import { elementIn, queryError, withText } from '../gateway/xml.ts';
import type { LivesOf } from './instance-lives.ts';

/*
 * RDS as the control plane sees it: moto keeps the instances and their properties, this front adds what moto leaves out, and
 * the lab's PostgreSQL is what is promoted. Written from:
 * - https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html: "a read replica cannot be promoted
 *   to a standalone instance when it is in the `backing-up` status"; error InvalidDBInstanceState, HTTP 400.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html: the replica "is rebooted before it
 *   becomes available"; once promoted it is a new, standalone instance, and no longer lists a source.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html: the statuses `modifying`, `rebooting`,
 *   `backing-up` and `available`.
 */

/** Answers RDS's query API before moto, of each instance by the lives of the application that it is named after. */
export function rdsFront(lives: LivesOf): Front {
  return async (call, ask) => {
    const refusal = call.action === 'rds:PromoteReadReplica' ? await promote(lives, call) : null;
    if (refusal !== null) return refusal;
    const reply = await ask();
    return reply.status === 200 ? withText(reply, await retell(lives, call.region, reply.body.toString('utf8'))) : reply;
  };
}

async function promote(livesOf: LivesOf, { region, parameters }: Call) {
  const id = String(parameters.DBInstanceIdentifier);
  const lives = livesOf(id);
  const status = await lives.look(region, id);
  if (status === null) return queryError(404, 'DBInstanceNotFound', `DBInstance ${id} not found.`);
  if (!status.isReplica) return queryError(400, 'InvalidDBInstanceState', `DB Instance is not a read replica: ${id}`);
  if (status.state !== 'available') {
    return queryError(400, 'InvalidDBInstanceState', `DB instance ${id} is not in the available state: ${status.state}.`);
  }
  await lives.promote(region, id);
  return null;
}

/** Every instance in the answer with the status it has now, and without the links that promotion ends. */
async function retell(lives: LivesOf, region: string, xml: string): Promise<string> {
  const parts = xml.split(/(?=<DBInstance>)/);
  const told = await Promise.all(parts.map((part) => (part.startsWith('<DBInstance>') ? retellOne(lives, region, part) : part)));
  return told.join('');
}

async function retellOne(livesOf: LivesOf, region: string, xml: string): Promise<string> {
  const id = elementIn(xml, 'DBInstanceIdentifier') ?? '';
  const lives = livesOf(id);
  const life = await lives.advance(region, id);
  if (life === null) return xml;
  const stated = xml.replace(/<DBInstanceStatus>[^<]*</, `<DBInstanceStatus>${life.state}<`);
  const applied = life.awaitsReboot
    ? stated.replace(/<ParameterApplyStatus>[^<]*</g, '<ParameterApplyStatus>pending-reboot<')
    : stated;
  const linked = life.isReplica
    ? applied
    : applied.replace(/<ReadReplicaSourceDBInstanceIdentifier>[^<]*<\/ReadReplicaSourceDBInstanceIdentifier>/, '');
  return lives.replicasAreGone(region)
    ? linked.replace(/<ReadReplicaDBInstanceIdentifier>[^<]*<\/ReadReplicaDBInstanceIdentifier>/g, '')
    : linked;
}
