import { describe, expect, it } from 'vitest';
import { configHash } from '../../orchestrator/hash.ts';
import { approve, config, dr, isClosed, primary, rehearse, requested } from './rehearsal.ts';

describe('a failover', () => {
  it('moves a healthy application without losing a write, and says so with proof', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const kept = [world.write(primary), world.write(primary)];
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    const view = await until(asked.run.id, 'closed', isClosed);

    expect(view.closed?.result).toBe('succeeded');
    expect(view.closed?.summary?.fence?.outcome).toBe('fenced');
    expect(view.closed?.summary?.rpo.achievedMs).toBe(0);
    expect(world.rows(dr)).toEqual(expect.arrayContaining(kept));
    expect(world.write(dr)).not.toBeNull();
    expect(world.write(primary)).toBeNull();
    expect(world.regions.overlaps).toEqual([]);
  });

  it('moves an application whose Region is gone, and names who accepted that it could not be fenced', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    world.kill(primary);
    const asked = await requested(rehearsal);
    expect(asked.planned?.facts.source.fence).toBe('impossible');
    await approve(rehearsal, asked);
    const view = await until(asked.run.id, 'closed', isClosed);

    expect(view.closed?.result).toBe('succeeded');
    expect(view.closed?.summary?.fence).toEqual({ outcome: 'unreachable', acceptedBy: ['U0APPROVER1'] });
    expect(world.write(dr)).not.toBeNull();
  });

  it('has in its journal under which dr.yml it was asked for', async () => {
    const rehearsal = rehearse();
    const { run } = await requested(rehearsal);
    const [first] = await rehearsal.records.journal.read(run.id);
    expect(first).toMatchObject({ kind: 'requested', config: configHash(config) });
    expect(configHash({ ...config, applications: {} })).not.toBe(configHash(config));
  });

  it('releases the application when it is over, so that the next run can begin', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect((await rehearsal.records.claims.look('shop')).run).toBeNull();
    expect(await rehearsal.records.journal.open()).toEqual([]);
  });
});
