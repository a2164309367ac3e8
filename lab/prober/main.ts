import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Region } from '../../orchestrator/domain/region.ts';
import { answerParent } from '../process/parent.ts';
import type { Acknowledged } from '../users/ledger.ts';
import type { ProberOptions } from './options.ts';

const acknowledged: Acknowledged[] = [];
/** What the server says when a session is fine and it only takes no writes: a replica. */
const READ_ONLY = '25006';

answerParent({
  start: (options: ProberOptions) => {
    for (const region of Object.keys(options.ports)) writeAllTheTime(options, region);
  },
  acknowledged: () => acknowledged,
});

/** One attempt each so many ms, as long as none is under way: over a session that is kept until the server ends it. */
function writeAllTheTime({ ports, database, writer, password, everyMs }: ProberOptions, region: Region): void {
  let session: Client | null = null;
  let isBusy = false;
  const logIn = async (): Promise<Client> => {
    const server = { host: '127.0.0.1', port: ports[region] ?? 0, database, user: writer, password };
    const client = new Client({ ...server, connectionTimeoutMillis: 500, query_timeout: 500 });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  const write = async (): Promise<void> => {
    session ??= await logIn();
    const id = `prober-${randomUUID()}`;
    await session.query('insert into orders (id, customer) values ($1, $2)', [id, 'prober']);
    acknowledged.push({ id, region, at: Date.now() });
  };
  const giveUp = (error: unknown): void => {
    if ((error as { code?: string }).code === READ_ONLY) return;
    void session?.end().catch(() => undefined);
    session = null;
  };
  setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void write()
      .catch(giveUp)
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
}
