import { describe, expect, it } from 'vitest';
import { approve, request } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import { pauseOf } from '../../lab/prober/pause.ts';
import { busyLab, TEST_MS } from './busy-lab.ts';
import { closed, PATIENCE_MS } from './round-trip.ts';

/** The users of each lab here. */
const LOAD = { users: 8, thinkMs: 4 };

describe('a switchover under load', () => {
  it('loses no acknowledged write, never has two writers, and leaves its proof', { timeout: TEST_MS }, async () => {
    const lab = await busyLab(LOAD);
    const { primary, dr } = lab.world.config.regions;
    const prober = await lab.world.probe();
    await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));
    const { run } = await request(lab, 'us-east-1 is left for a while', 'switchover');
    await approve(lab, run.id);
    const view = await closed(lab, run.id);
    await until('A write through the domain', PATIENCE_MS, () => lab.world.users.firstSince(view.approvedAt ?? 0, dr));
    await lab.world.users.quiet();

    expect(view.closed?.summary).toMatchObject({ fence: { outcome: 'fenced' }, rpo: { achievedMs: 0 } });
    expect(view.rows.find(({ id }) => id === 'prove')?.evidence).toMatchObject({
      zeroLoss: true,
      marker: { run: run.id, epoch: run.epoch },
      mark: expect.any(String),
      replayedLsn: expect.any(String),
    });
    const probed = await prober.acknowledged();
    await prober.stop();
    const ledger = [...(await lab.world.users.ledger()), ...probed];
    expect(await lab.world.judge.reconcile(ledger, primary, dr)).toEqual({
      acknowledged: ledger.length,
      kept: ledger.length,
      stranded: 0,
      lost: 0,
    });
    expect(pauseOf(probed, primary, dr)?.ms).toBeGreaterThan(0);
    expect(await lab.world.judge.canWriterCommit(primary)).toBe(false);
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});

describe('a switchover that cannot be proved', () => {
  it('gives users their writer back: what they write afterwards is kept where it always was', { timeout: TEST_MS }, async () => {
    const lab = await busyLab(LOAD);
    const { primary } = lab.world.config.regions;
    const server = await lab.world.judge.connect(primary, 'postgres');
    await server.query(`
      create function dr.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'No marker today.' using errcode = 'insufficient_privilege'; end $$;
      create trigger refuse before insert on dr.marker for each row execute function dr.refuse()`);
    await server.end();
    const { run } = await request(lab, 'us-east-1 is left for a while', 'switchover');
    await approve(lab, run.id);
    const view = await closed(lab, run.id);

    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [], says: expect.stringContaining('No marker today.') });
    expect(view.pointOfNoReturnAt).toBeNull();
    await until('A write in the old Region', PATIENCE_MS, () => lab.world.users.firstSince(view.closed?.at ?? 0, primary));
  });
});
