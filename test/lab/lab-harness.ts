import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { CHECK } from '../../lab/dns/health-check.ts';
import { call } from '../../lab/network/call.ts';
import { labWorld } from '../../lab/ports/lab-world.ts';
import { type LabWorld, startWorld, type WorldOptions } from '../../lab/world.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { WorldHarness, Writer, WriterSession } from '../contracts/harness.ts';

const PATIENCE_MS = 20_000;
/** Long enough for a machine that is busy with other tests. */
const ANSWER_WITHIN_MS = 800;
const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };

/** A world of the lab with the platform's ports to it, for tests that look behind the ports as well. */
export interface LabHarness extends WorldHarness {
  readonly lab: LabWorld;
}

/** Starts a world of the lab in which, unless asked otherwise, nobody but the test writes. */
export async function startLab(options: WorldOptions = {}): Promise<LabHarness> {
  const lab = await startWorld({ users: 0, signals: false, ...options });
  const addresses = lab.addresses(NO_SLACK, 1);
  const { primary, dr } = lab.config.regions;
  return {
    lab,
    world: labWorld(addresses, lab.application, lab.config.regions, ANSWER_WITHIN_MS),
    application: lab.application,
    regions: { primary, dr },
    writer: writerOf(lab),
    putObject: async (region) => {
      const url = `${addresses.regions[region]?.control}/objects/${randomUUID()}`;
      await call(url, { method: 'PUT', body: 'an object', timeoutMs: 1_000 });
    },
    kill: (region) => lab.flip({ do: 'kill', region }),
    cutOff: (region) => lab.flip({ do: 'cut-off', region }),
    freeze: (region) => lab.flip({ do: 'freeze', region }),
    heal: (region) => lab.flip({ do: 'heal', region }),
    loseFlag: (flag) => lab.flip({ do: 'lose-flag', flag }),
    restoreFlag: (flag) => lab.flip({ do: 'restore-flag', flag }),
    checksTurned: () => sleep((CHECK.threshold + 1) * CHECK.timeoutMs),
    until,
    stop: () => lab.stop(),
  };
}

/** Waits until the condition holds, taking `Unavailable` for not yet. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const holds = await condition().catch((error: unknown) => {
      if (error instanceof Unavailable) return false;
      throw error;
    });
    if (holds) return;
    if (Date.now() > deadline) throw new Error(`Still not so after ${PATIENCE_MS} ms: ${what}.`);
    await sleep(10);
  }
}

function writerOf({ judge, application }: LabWorld): Writer {
  const [role = ''] = application.database.writers;
  const placeOrder = async (client: Client): Promise<boolean> => {
    const placed = client.query('insert into orders (id, customer) values ($1, $2)', [randomUUID(), 'test']);
    return placed.then(
      () => true,
      () => false,
    );
  };
  const connect = async (region: Region): Promise<WriterSession> => {
    const client = await judge.connect(region, role);
    return { commit: () => placeOrder(client), close: () => client.end().catch(() => undefined) };
  };
  return {
    connect,
    commit: async (region) => {
      const session = await connect(region).catch(() => null);
      if (session === null) return false;
      const committed = await session.commit();
      await session.close();
      return committed;
    },
    prepare: async (region) => {
      const client = await judge.connect(region, role);
      const name = `test-${randomUUID()}`;
      await client.query('begin');
      await placeOrder(client);
      await client.query(`prepare transaction '${name}'`);
      await client.end();
      return async () => {
        const superuser = await judge.connect(region, 'postgres');
        await superuser.query(`rollback prepared '${name}'`);
        await superuser.end();
      };
    },
  };
}
