import { afterEach, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../lab/control-plane.ts';
import { until } from '../../lab/headless/until.ts';
import { labDynamoClient, TABLE } from '../../lab/records/start.ts';
import { type LabWorld, startWorld } from '../../lab/world.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import { CLOSE_BYTES } from '../../orchestrator/steps/ready.ts';
import { type Asker, amir, approve, isClosed, requested, rosa } from './rehearsal.ts';

const PATIENCE_MS = 60_000;
/** As long as the row waits for the standby before it asks people. */
const ROW_MS = 600_000;
const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };

let world: LabWorld;
let plane: ControlPlane | null = null;
let ahead = 0;
afterEach(async () => {
  plane?.stop();
  await world.stop();
});

/** A lab under load, and a control plane whose clock the test may put forward. */
async function busyLab(): Promise<Asker> {
  world = await startWorld({ signals: false, users: 8, thinkMs: 10 });
  const addresses = world.addresses(NO_SLACK, 1);
  const started = await startControlPlane({
    addresses,
    config: world.config,
    records: dynamoRecords(labDynamoClient(addresses.records), TABLE),
    directory: { members: async () => [] },
    log: () => {},
    now: () => Date.now() + ahead,
    patienceMs: 3_000,
  });
  plane = started;
  const recovery = recoveryOn(started.stage);
  await until('Writes', PATIENCE_MS, async () => (world.users.acknowledged() > 200 ? true : null));
  return {
    recovery,
    until: (run, what, holds) =>
      until(what, PATIENCE_MS, async () => {
        const view = await recovery.view(run);
        return holds(view) ? view : null;
      }),
  };
}

/** Ends the replication for good, and has the primary write more than a replica may be behind. */
async function leaveBehind(primary: string): Promise<void> {
  const server = await world.judge.connect(primary, 'postgres');
  const { rows } = await server.query<{ usename: string }>('select usename from pg_stat_replication');
  await server.query(`alter role ${rows[0]?.usename} nologin`);
  await server.query('select pg_terminate_backend(pid) from pg_stat_replication');
  const kilobytes = CLOSE_BYTES / 1_024 + 1;
  await server.query(`select pg_logical_emit_message(false, 'load', repeat('x', 1024)) from generate_series(1, ${kilobytes})`);
  await server.end();
}

const rowOf = ({ rows }: RunView, row: string) => rows.find(({ id }) => id === row);

it('a switchover whose standby does not catch up goes on as two people choose, and loses no more than it says', {
  timeout: 240_000,
}, async () => {
  const asker = await busyLab();
  const { primary, dr } = world.config.regions;
  const asked = await requested(asker, 'us-east-1 is left for a while', 'switchover');
  // So that the standby falls behind after the approval, and before anybody looks whether it is ready.
  await world.flip({ do: 'freeze', region: dr });
  const { run } = await approve(asker, asked);
  await leaveBehind(primary);
  await world.flip({ do: 'heal', region: dr });
  const isBehind = (view: RunView) =>
    / bytes behind\. A move that does not wait would lose/.test(rowOf(view, 'ready')?.says ?? '');
  await asker.until(run.id, 'The standby being behind', isBehind);
  ahead = ROW_MS;
  const asking = await asker.until(run.id, 'The question', ({ phase }) => phase === 'waiting-for-decision');
  expect(rowOf(asking, 'ready')?.says).toContain('would lose the writes of the last');
  expect(rowOf(asking, 'fence')?.state).toBe('waiting');

  const choice = { run: run.id, question: asking.questions.at(-1)?.id ?? '', choice: 'skip', reason: 'It cannot wait.' } as const;
  await asker.recovery.decide({ ...choice, by: rosa });
  await asker.recovery.decide({ ...choice, by: amir });
  const { closed, approvedAt } = await asker.until(run.id, 'The end', isClosed);
  await until('A write in the DR Region', PATIENCE_MS, () => world.users.firstSince(approvedAt ?? 0, dr));
  await world.users.quiet();

  expect(closed).toMatchObject({ result: 'succeeded', summary: { fence: { outcome: 'fenced' } } });
  expect([await world.judge.canWriterCommit(primary), await world.judge.canWriterCommit(dr)]).toEqual([false, true]);
  const ledger = await world.users.ledger();
  const counted = await world.judge.reconcile(ledger, primary, dr);
  expect(counted.lost).toBe(0);
  expect(counted.stranded).toBeGreaterThan(0);
  const arrived = await world.judge.ids(dr);
  const stranded = ledger.filter(({ id }) => !arrived?.has(id)).map(({ at }) => at);
  expect(stranded).toHaveLength(counted.stranded);
  const told = (closed?.summary?.rpo.achievedMs ?? 0) - ahead;
  expect(Math.max(...stranded) - Math.min(...stranded)).toBeLessThanOrEqual(told);
});
