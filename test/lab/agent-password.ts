import { Client } from 'pg';
import type { LabWorld } from '../../lab/world.ts';
import { AGENT_ROLE } from '../../orchestrator/agent/bootstrap-sql.ts';
import { until } from './lab-harness.ts';

/** Gives the agent's role a password of the test's own, and waits until the replica has it as well. */
export async function giveAgentPassword(lab: LabWorld, password: string): Promise<void> {
  const { primary, dr } = lab.config.regions;
  const superuser = await lab.judge.connect(primary, 'postgres');
  await superuser.query(`alter role ${AGENT_ROLE} password '${password}'`);
  await superuser.end();
  await until(`The agent's password is known in ${dr}`, async () => {
    const { host, port, database } = await endpointOf(lab, dr);
    const client = new Client({ host, port, database, user: AGENT_ROLE, password });
    client.on('error', () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  });
}

/** Where the server of a Region listens, past its networks. */
export async function endpointOf(lab: LabWorld, region: string): Promise<Pick<Client, 'host' | 'port' | 'database'>> {
  const client = await lab.judge.connect(region, 'postgres');
  await client.end();
  return client;
}
