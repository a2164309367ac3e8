import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { LabWorld } from '../../../lab/world.ts';
import { AGENT_ROLE } from '../../../orchestrator/agent/bootstrap-sql.ts';
import type { LogIn } from '../rds-front/database-door.ts';

/** Passwords of the agents' roles, which only the fronts of the databases know, by world. */
const passwords = new WeakMap<LabWorld, string>();

/** Gives the agent's role of a world a password of the test's own; the replica gets it as it gets everything else. */
export async function letAgentIn(world: LabWorld): Promise<void> {
  const password = randomBytes(12).toString('hex');
  const superuser = await world.judge.connect(world.config.regions.primary, 'postgres');
  await superuser.query(`alter role ${AGENT_ROLE} password '${password}'`);
  await superuser.end();
  passwords.set(world, password);
}

/** Logs roles in to the lab's server of a Region. */
export function logInTo(world: () => LabWorld, region: string): LogIn {
  return async ({ user, database, application_name, statement_timeout }) => {
    const { port } = await portOf(world(), region);
    const password = passwords.get(world()) ?? '';
    const client = new Client({
      ...{ host: '127.0.0.1', port, user, database, password, application_name, connectionTimeoutMillis: 2_000 },
      ...(statement_timeout === undefined ? {} : { statement_timeout: Number(statement_timeout) }),
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
}

async function portOf(world: LabWorld, region: string): Promise<{ readonly port: number }> {
  const superuser = await world.judge.connect(region, 'postgres');
  const { port } = superuser;
  await superuser.end();
  return { port };
}
