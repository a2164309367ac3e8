import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { LabWorld } from '../../../lab/world.ts';
import { endpointOf, giveAgentPassword } from '../../lab/agent-password.ts';
import type { LogIn } from '../rds-front/database-door.ts';

/** Passwords of the agents' roles, which only the fronts of the databases know, by world. */
const passwords = new WeakMap<LabWorld, string>();

/** Gives the agent's role of a world a password of the test's own. */
export async function letAgentIn(world: LabWorld): Promise<void> {
  const password = randomBytes(12).toString('hex');
  await giveAgentPassword(world, password);
  passwords.set(world, password);
}

/** Logs roles in to the lab's server of a Region. */
export function logInTo(world: () => LabWorld, region: string): LogIn {
  return async ({ user, database, application_name, statement_timeout }) => {
    const { port } = await endpointOf(world(), region);
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
