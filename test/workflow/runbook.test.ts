import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../orchestrator/config.ts';
import { rowsOf } from '../../orchestrator/domain/plan.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { toRunbook } from '../../orchestrator/workflow/to-runbook.ts';
import { endpointOf, giveAgentPassword } from '../lab/agent-password.ts';
import { type LabHarness, startLab } from '../lab/lab-harness.ts';
import { blocksUnder, headingsOf } from './by-hand/blocks.ts';
import { openShell, type Shell } from './by-hand/shell.ts';

const config = parseConfig(await readFile('dr.yml', 'utf8'));
const shop = applicationOf(config, 'shop');
const { primary, dr } = config.regions;
const away = toRunbook(plans.failover, config, shop, { from: primary, to: dr });
const home = toRunbook(plans.failover, config, shop, { from: dr, to: primary });
const back = toRunbook(plans.failback, config, shop, { from: dr, to: primary });
const reprotect = toRunbook(plans.reprotect, config, shop, { from: dr, to: primary });
const syntax = (commands: string): Promise<unknown> => promisify(execFile)('bash', ['-n', '-c', commands]);

const planned = toRunbook(plans.switchover, config, shop, { from: primary, to: dr });

describe.each([
  ['of a failover away', plans.failover, away],
  ['of a failover home', plans.failover, home],
  ['of a switchover', plans.switchover, planned],
  ['of a reprotect', plans.reprotect, reprotect],
  ['of a failback', plans.failback, back],
  ['of a restore drill', plans['restore-drill'], toRunbook(plans['restore-drill'], config, shop, { from: primary, to: dr })],
  ['of a drill', plans.drill, toRunbook(plans.drill, config, shop, { from: primary, to: dr })],
])('the runbook %s', (_, plan, runbook) => {
  it.each(headingsOf(runbook))('has commands under %s that bash can read', async (heading) => {
    const blocks = blocksUnder(runbook, heading);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) await syntax(block);
  });

  it('has commands for every row, and to take back every row that can be taken back', () => {
    for (const row of rowsOf(plan)) {
      expect(blocksUnder(runbook, row.id), row.id).toHaveLength(row.undo === undefined ? 1 : 2);
    }
  });
});

it('the runbook of a reprotect has the commands of the first half of a failback', () => {
  for (const heading of headingsOf(reprotect)) {
    expect(blocksUnder(reprotect, heading), heading).toEqual(blocksUnder(back, heading));
  }
});

describe('the runbook, typed by hand in the lab', () => {
  let lab: LabHarness;
  let shell: Shell;
  beforeAll(async () => {
    lab = await startLab();
    const token = randomUUID();
    await giveAgentPassword(lab.lab, token);
    const addresses = lab.lab.addresses({ api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' }, 1);
    shell = await openShell({ addresses, databases: { [primary]: await portOf(primary), [dr]: await portOf(dr) }, token });
  }, 60_000);
  afterAll(async () => {
    await shell?.close();
    await lab?.stop();
  }, 30_000);

  const portOf = async (region: string): Promise<number> => (await endpointOf(lab.lab, region)).port;
  /** Types the block under the heading; nothing may complain. */
  const type = async (heading: string, { runbook = away, undo = false } = {}): Promise<string> => {
    const { printed, complaints } = await shell.type(blocksUnder(runbook, heading)[undo ? 1 : 0] ?? 'false');
    expect(complaints).toBe('');
    return printed;
  };
  const canCommit = (region: string): Promise<boolean> => lab.lab.judge.canWriterCommit(region);

  it('finds both databases, and looks at both Regions, DNS and the flags', async () => {
    await type('Before you begin');
    const seen = await type('preflight');
    expect(seen).toContain(`available ${primary}`);
    expect(seen).toMatch(/^f\|/m);
    expect(seen).toMatch(/^t\|/m);
    expect(seen).toContain('declare -- FROM_BACKEND="2"');
    expect(seen).toContain('declare -- TO_BACKEND="1"');
  }, 60_000);

  it('sees how far a target is behind that could take over', async () => {
    expect(await type('ready', { runbook: planned })).toMatch(/^\d+$/m);
  }, 60_000);

  it('fences: no writer can log in, an open session ends, and no service is left', async () => {
    const session = await lab.writer.connect(primary);
    expect(await session.commit()).toBe(true);
    await type('fence');
    expect(await canCommit(primary)).toBe(false);
    expect(await session.commit()).toBe(false);
    expect((await lab.world.services.look(primary)).backend).toMatchObject({ min: 0, desired: 0 });
    await session.close();
  }, 60_000);

  it('takes the fence back: writers can commit, and services are as large as they were', async () => {
    await type('fence', { undo: true });
    expect(await canCommit(primary)).toBe(true);
    expect((await lab.world.services.look(primary)).backend).toMatchObject({ min: 2, desired: 2 });
  }, 60_000);

  it('settles only when the replica has what the source committed, seen by the marker', async () => {
    for (const _ of [1, 2, 3]) expect(await lab.writer.commit(primary)).toBe(true);
    await type('fence');
    const seen = await type('settle');
    expect(seen).toMatch(/MARK="[0-9A-F]+\/[0-9A-F]+"/);
    expect(await lab.lab.judge.ids(dr)).toEqual(await lab.lab.judge.ids(primary));
    expect(await type('prove', { runbook: planned })).toContain(`${dr} has every write of ${primary}.`);
    const replica = await lab.lab.judge.connect(dr, 'postgres');
    const { rows } = await replica.query<{ run: string; epoch: string }>('select run, epoch from dr.marker');
    await replica.end();
    expect(rows).toEqual([{ run: expect.stringMatching(/^by-hand-/), epoch: '0' }]);
  }, 60_000);

  it('does not open a target that is still in recovery', async () => {
    await shell.type(blocksUnder(away, 'open-target')[0] ?? 'false');
    expect(await canCommit(dr)).toBe(false);
    expect(await canCommit(primary)).toBe(false);
  }, 60_000);

  it('promotes, opens and scales the target, which then reads and writes', async () => {
    await type('promote');
    expect(await lab.world.database.status(dr)).toEqual({ state: 'available', replicaOf: null });
    expect(await canCommit(dr)).toBe(false);
    await type('open-target');
    expect(await canCommit(dr)).toBe(true);
    await type('scale');
    expect((await lab.world.services.look(dr)).backend).toMatchObject({ min: 2, desired: 2, healthy: 2 });
    expect(await type('verify-target')).toContain(`${dr} keeps what is written.`);
  }, 60_000);

  it('never takes the fence back past the promotion', async () => {
    await type('fence', { undo: true });
    expect(await canCommit(primary)).toBe(false);
  }, 60_000);

  it('sends users to the target, who read and write there', async () => {
    await type('shift-traffic');
    expect(await type('verify-dns')).toContain(`${shop.domain} keeps what is written.`);
    expect((await lab.world.traffic.look()).answers).toBe(dr);
    await type('record');
  }, 60_000);

  it('names the keys that an unfenced source kept and the target does not have', async () => {
    const superuser = await lab.lab.judge.connect(primary, 'postgres');
    await superuser.query("insert into orders (id, customer) values ('stranded-by-hand', 'test')");
    await superuser.end();
    expect(await type('record')).toContain('stranded-by-hand');
  }, 60_000);

  it('makes the Region that was left follow again, with what it has to be, and names what is kept', async () => {
    await type('Before you begin', { runbook: back });
    await type('preflight', { runbook: back });
    for (const row of ['keep', 'set-aside', 'rebuild']) await type(row, { runbook: back });
    expect(await lab.world.database.status(primary)).toEqual({ state: 'available', replicaOf: dr });
    expect(await type('restore-properties', { runbook: back })).toContain('log_line_prefix');
    expect(await lab.world.rebuild.differences(primary)).toEqual([]);
    expect(await type('follow', { runbook: back })).toMatch(/^t\|\d+$/m);
    await type('standby-services', { runbook: back });
    await type('verify-storage', { runbook: back });
    expect((await lab.world.services.look(primary)).backend).toMatchObject({ min: 1, desired: 1, healthy: 1 });
    const kept = await type('record-kept', { runbook: back });
    expect(kept.match(/^shop-primary-old-\d{4}-\d\d-\d\d-by-hand$/gm)).toHaveLength(2);
  }, 60_000);

  it('brings users home, with proof that nothing is lost', async () => {
    expect(await lab.writer.commit(dr)).toBe(true);
    for (const row of ['scale', 'ready', 'fence']) await type(row, { runbook: back });
    expect(await type('prove', { runbook: back })).toContain(`${primary} has every write of ${dr}.`);
    for (const row of ['promote', 'open-target']) await type(row, { runbook: back });
    expect(await lab.lab.judge.ids(primary)).toEqual(await lab.lab.judge.ids(dr));
    for (const row of ['verify-target', 'shift-traffic', 'verify-dns']) await type(row, { runbook: back });
    expect([await canCommit(primary), await canCommit(dr)]).toEqual([true, false]);
    expect(await lab.world.traffic.look()).toEqual({ answers: primary, flags: { dr: 'absent', control: 'absent' } });
  }, 60_000);

  it('stops the services that users left, and makes their Region follow as it did at the start', async () => {
    await type('stop-source', { runbook: back });
    expect((await lab.world.services.look(dr)).backend).toMatchObject({ min: 0, desired: 0 });
    for (const row of ['keep-back', 'set-aside-back', 'rebuild-back']) await type(row, { runbook: back });
    expect(await lab.world.database.status(dr)).toEqual({ state: 'available', replicaOf: primary });
    expect(await type('restore-properties-back', { runbook: back })).toContain('log_line_prefix');
    expect(await lab.world.rebuild.differences(dr)).toEqual([]);
    expect(await type('follow-back', { runbook: back })).toMatch(/^t\|\d+$/m);
    await type('standby-services-back', { runbook: back });
    expect((await lab.world.services.look(dr)).backend).toMatchObject({ min: 1, desired: 1, healthy: 1 });
    expect(await type('verify-storage-back', { runbook: back })).toContain('Enabled');
    const kept = await type('record-kept-back', { runbook: back });
    expect(kept.match(/^shop-dr-old-\d{4}-\d\d-\d\d-by-hand$/gm)).toHaveLength(2);
    await type('record', { runbook: back });
  }, 60_000);
});
