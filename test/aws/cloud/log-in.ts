import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { LabWorld } from '../../../lab/world.ts';
import { endpointOf, giveAgentPassword } from '../../lab/agent-password.ts';
import { bindTo } from '../lab-binding.ts';
import type { Endpoints } from '../rds-front/database-door.ts';
import { drillOf } from '../rds-front/drill-copies.ts';

/** Passwords of the agents' roles, which only the fronts of the databases know, by world. */
const passwords = new WeakMap<LabWorld, string>();

/** Gives the agent's role of a world a password of the test's own. */
export async function letAgentIn(world: LabWorld): Promise<void> {
  const password = randomBytes(12).toString('hex');
  await giveAgentPassword(world, password);
  passwords.set(world, password);
}

/** Logs roles in to the lab's server of a Region that a host is named after, or to a drill's copy of it where it is that of one. */
export function logInTo(worldOf: (name: string) => LabWorld, region: string): Endpoints['logIn'] {
  return async (host, { user, database, application_name, statement_timeout }) => {
    const [id = ''] = host.split('.');
    const world = worldOf(id);
    const run = drillOf(id);
    const { port } =
      run === null
        ? await endpointOf(world, region)
        : await bindTo(world)
            .drillPorts(region, run)
            .then(({ database: port }) => ({ port: port ?? 0 }));
    const password = passwords.get(world) ?? '';
    const client = new Client({
      ...{ host: '127.0.0.1', port, user, database, password, application_name, connectionTimeoutMillis: 2_000 },
      ...(statement_timeout === undefined ? {} : { statement_timeout: Number(statement_timeout) }),
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
}
