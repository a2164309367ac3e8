import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const begin = (rehearsal: Rehearsal) => requested(rehearsal, 'a Region is left', 'switchover');

const evidence = (view: { readonly rows: readonly { readonly id: string; readonly evidence: unknown }[] }, row: string) =>
  view.rows.find(({ id }) => id === row)?.evidence;

describe('a switchover', () => {
  it('moves without losing a write, and its proof is in the journal', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const asked = await begin(rehearsal);
    const kept = [world.write(primary), world.write(primary)];
    await approve(rehearsal, asked);
    const view = await until(asked.run.id, 'closed', isClosed);

    expect(view.closed?.result).toBe('succeeded');
    expect(view.closed?.summary?.rpo).toMatchObject({ achievedMs: 0, how: expect.stringContaining('Proved') });
    expect(evidence(view, 'prove')).toMatchObject({
      zeroLoss: true,
      marker: { run: asked.run.id, epoch: asked.run.epoch },
      mark: expect.stringMatching(/\//),
      replayedLsn: expect.stringMatching(/\//),
    });
    expect(world.rows(dr)).toEqual(expect.arrayContaining(kept));
    expect(world.write(primary)).toBeNull();
    expect(world.write(dr)).not.toBeNull();
    expect(world.regions.overlaps).toEqual([]);
  });

  it('scales the target before users notice anything, and stops the services that were left once users have', async () => {
    const stoppedAt: number[] = [];
    const rehearsal: Rehearsal = rehearse({
      before: async () => {
        const { calls, clock } = rehearsal.world;
        const last = calls.at(-1);
        if (last?.method === 'scale' && last.args[0] === primary) stoppedAt.push(clock.now());
      },
    });
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    const at = (row: string) => view.rows.find(({ id }) => id === row);
    expect(at('scale')?.endedAt).toBeLessThanOrEqual(at('fence')?.startedAt ?? 0);
    expect(stoppedAt).toHaveLength(2);
    expect(Math.min(...stoppedAt)).toBeGreaterThanOrEqual(at('verify-dns')?.endedAt ?? Number.POSITIVE_INFINITY);
    expect(Object.values(await rehearsal.world.services.look(primary)).map(({ desired }) => desired)).toEqual([0, 0]);
  });

  it('is blocked where the source does not answer, and says that a failover is the way', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    const { facts } = await rehearsal.recovery.dryRun('shop', 'switchover');
    expect(facts.blockers.join()).toContain('ask for a failover instead');
    const run = await rehearsal.recovery.begin({ application: 'shop', plan: 'switchover', reason: '', by: rosa });
    const view = await rehearsal.until(run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(view.rows.find(({ id }) => id === 'preflight')?.says).toContain('ask for a failover instead');
  });

  it('cannot be approved any more once the source has fallen silent', async () => {
    const rehearsal = rehearse();
    const asked = await begin(rehearsal);
    rehearsal.world.kill(primary);
    await expect(approve(rehearsal, asked)).rejects.toThrow('needs new votes on revision 2');
    const again = await rehearsal.until(asked.run.id, 'asking again', ({ planned }) => planned?.revision === 2);
    await expect(approve(rehearsal, again)).rejects.toThrow(/cannot run now.*ask for a failover/);
  });

  it('gives users their writer back, as everything was, when the replica does not catch up in time', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const before = [await world.services.look(primary), await world.services.look(dr)];
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    await until(asked.run.id, 'ready', ({ rows }) => rows.some(({ id, state }) => id === 'ready' && state === 'done'));
    world.fail('agent', 'mark', 'always', new Refused('The marker table is missing.'));
    const view = await until(asked.run.id, 'closed', isClosed);

    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
    expect(view.closed?.says).toContain('The marker table is missing. shop is as it was, in us-east-1.');
    expect(view.pointOfNoReturnAt).toBeNull();
    expect(view.questions.filter(({ kind }) => kind === 'decision')).toEqual([]);
    expect(world.write(primary)).not.toBeNull();
    const sizes = (all: typeof before) => all.map((each) => Object.values(each).map(({ min, desired }) => [min, desired]));
    const after = [await world.services.look(primary), await world.services.look(dr)];
    expect(after[0]).toEqual(before[0]);
    expect(sizes(after)).toEqual(sizes(before));
    expect((await rehearsal.records.claims.look('shop')).run).toBeNull();
  });

  it('does not let users wait for a backup that begins before the promotion', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    await until(asked.run.id, 'proved', ({ rows }) => rows.some(({ id, state }) => id === 'prove' && state !== 'waiting'));
    world.backUp(dr, 3_600_000);
    const view = await until(asked.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
    expect(view.closed?.says).toContain('is backing-up: users would wait for that');
    expect(world.write(primary)).not.toBeNull();
  });

  it.each<[string, (world: Rehearsal['world']) => void]>([
    ['falls silent', (world) => world.kill(dr)],
    ['is throttled', (world) => world.fail('database', 'status', 'always', new Unavailable('RDS asks to come back later.'))],
  ])('gives users their writer back within a minute where the target %s before it is promoted', async (_, strike) => {
    const rehearsal: Rehearsal = rehearse({
      before: async () => {
        const isProved = rehearsal.world.calls.some(({ method }) => method === 'mark');
        if (isProved && rehearsal.world.calls.at(-1)?.port === 'database') strike(rehearsal.world);
      },
    });
    const { world, until } = rehearsal;
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    const view = await until(asked.run.id, 'given back', ({ rows }) => rows.some(({ state }) => state === 'undone'));
    expect(view.rollBack?.why).toContain('within 30 s');
    expect(view.pointOfNoReturnAt).toBeNull();
    expect(world.write(primary)).not.toBeNull();
    const fenced = view.rows.find(({ id }) => id === 'fence');
    expect((fenced?.endedAt ?? 0) - (fenced?.startedAt ?? 0)).toBeLessThan(60_000);
  });

  it('waits long for a promotion once the point of no return is passed', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const mend = world.fail('database', 'promote', 'always', new Unavailable('RDS asks to come back later.'));
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    const past = await until(asked.run.id, 'past the point', ({ pointOfNoReturnAt }) => pointOfNoReturnAt !== null);
    await world.clock.advance(120_000);
    mend();
    const view = await until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    const promoted = view.rows.find(({ id }) => id === 'promote');
    expect((promoted?.endedAt ?? 0) - (past.pointOfNoReturnAt ?? 0)).toBeGreaterThan(30_000);
  });

  it('waits before the fence for a backup that began while it scaled, and then moves', async () => {
    const rehearsal = rehearse();
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'scaling', ({ rows }) =>
      rows.some(({ id, state }) => id === 'scale' && state !== 'waiting'),
    );
    rehearsal.world.backUp(dr, 120_000);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    const waited = view.rows.find(({ id }) => id === 'ready');
    expect((waited?.endedAt ?? 0) - (waited?.startedAt ?? 0)).toBeGreaterThan(60_000);
  });

  it('past the point of no return asks people like any other run', async () => {
    const rehearsal = rehearse();
    rehearsal.world.fail('traffic', 'shift', 'always', new Refused('Access to the flag bucket is denied.'));
    const asked = await begin(rehearsal);
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(paused.rows.find(({ id }) => id === 'shift-traffic')?.state).toBe('failed');
  });
});

describe('a switchover whose source dies behind the fence', () => {
  it('asks within two minutes whether to go on giving its writers back, and leaves the application to a failover once it is stopped', async () => {
    const rehearsal = rehearse();
    const { world, until, recovery } = rehearsal;
    const asked = await requested(rehearsal, 'maintenance', 'switchover');
    const mend = world.fail('agent', 'mark', 'always', new Unavailable('The agent asks to come back later.'));
    await approve(rehearsal, asked);
    const fenced = await until(asked.run.id, 'fenced', ({ rows }) => rows.find(({ id }) => id === 'fence')?.state === 'done');
    const diedAt = world.clock.now();
    world.kill(primary);
    mend();
    const view = await until(fenced.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(world.clock.now() - diedAt).toBeLessThan(120_000);
    const question = view.questions.at(-1)?.id ?? '';
    expect(question).toBe('undo-fence.1');
    await recovery.decide({ run: view.run.id, question, choice: 'stop', by: rosa });
    await until(view.run.id, 'closed', isClosed);
    await approve(rehearsal, await requested(rehearsal));
    const moved = await until('DR-2', 'closed', isClosed);
    expect(moved.run.plan).toBe('failover');
    expect(world.regions.writable()).toEqual([dr]);
  });
});
