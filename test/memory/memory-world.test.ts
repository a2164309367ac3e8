import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { makeMemoryWorld, regions } from './memory-harness.ts';

const { primary, dr } = regions;
const lost = new Unavailable('The line is dead.');

describe('the in-memory world', () => {
  it('has an asynchronous replica: a kill loses exactly the writes that had not arrived', async () => {
    const world = makeMemoryWorld({ timing: { replication: 200 } });
    const arrived = world.write(primary);
    await world.clock.advance(150);
    const underway = world.write(primary);
    await world.clock.advance(50);
    world.kill(primary);
    await world.clock.advance(10_000);
    expect(world.rows(dr)).toEqual([arrived]);
    expect(world.rows(primary)).toEqual([arrived, underway]);
  });

  it('replicates again, from where it stopped, after a Region was cut off', async () => {
    const world = makeMemoryWorld({ timing: { replication: 200 } });
    world.cutOff(dr);
    const ids = [world.write(primary), world.write(primary)];
    await world.clock.advance(10_000);
    expect(world.rows(dr)).toEqual([]);
    world.heal(dr);
    await world.clock.advance(199);
    expect(world.rows(dr)).toEqual([]);
    await world.clock.advance(1);
    expect(world.rows(dr)).toEqual(ids);
  });

  it('takes its time to promote, and says so meanwhile', async () => {
    const world = makeMemoryWorld({ timing: { promotion: 180_000 } });
    await world.database.promote(dr);
    await world.clock.advance(179_999);
    expect(await world.database.status(dr)).toEqual({ state: 'modifying', replicaOf: primary });
    expect(world.write(dr)).toBeNull();
    await world.clock.advance(1);
    expect(await world.database.status(dr)).toEqual({ state: 'available', replicaOf: null });
    expect(world.write(dr)).not.toBeNull();
  });

  it('is not set back by asking again, and takes nothing more from its source, while it promotes', async () => {
    const world = makeMemoryWorld({ timing: { promotion: 1_000, replication: 10 } });
    await world.database.promote(dr);
    world.write(primary);
    await world.clock.advance(500);
    await world.database.promote(dr);
    await world.clock.advance(500);
    expect(await world.database.status(dr)).toEqual({ state: 'available', replicaOf: null });
    expect(world.rows(dr)).toEqual([]);
  });

  it('does not promote during a backup', async () => {
    const world = makeMemoryWorld();
    world.backUp(dr, 60_000);
    expect((await world.database.status(dr)).state).toBe('backing-up');
    await expect(world.database.promote(dr)).rejects.toThrow(Refused);
    await world.clock.advance(60_000);
    await world.database.promote(dr);
    expect((await world.database.status(dr)).state).toBe('modifying');
  });

  it('starts every task anew when a killed Region heals', async () => {
    const world = makeMemoryWorld({ timing: { healthyTask: 30_000 } });
    world.kill(dr);
    world.heal(dr);
    expect((await world.services.look(dr)).backend).toEqual({ min: 1, desired: 1, running: 1, healthy: 0 });
    await world.clock.advance(30_000);
    expect((await world.services.look(dr)).backend).toMatchObject({ running: 1, healthy: 1 });
  });

  it('notices when two Regions can be written to at once', async () => {
    const world = makeMemoryWorld({ timing: { promotion: 1_000 } });
    world.cutOff(primary);
    await world.database.promote(dr);
    expect(world.regions.writable()).toEqual([primary]);
    await world.clock.advance(1_000);
    world.write(dr);
    expect(world.regions.writable()).toEqual([primary, dr]);
    expect(world.regions.overlaps).toEqual([world.clock.now()]);
  });

  it('knows no such moment when the source is fenced first', async () => {
    const world = makeMemoryWorld({ timing: { promotion: 1_000, replication: 10 } });
    await world.agent.fence(primary);
    await world.clock.advance(10);
    await world.database.promote(dr);
    await world.clock.advance(1_000);
    expect(world.regions.writable()).toEqual([]);
    await world.agent.open(dr);
    expect(world.regions.writable()).toEqual([dr]);
    expect(world.regions.overlaps).toEqual([]);
  });

  it('makes a call fail once, before it does anything', async () => {
    const world = makeMemoryWorld();
    world.fail('database', 'promote', 'once', lost);
    await expect(world.database.promote(dr)).rejects.toThrow(lost);
    expect((await world.database.status(dr)).state).toBe('available');
    await world.database.promote(dr);
    expect((await world.database.status(dr)).state).toBe('modifying');
  });

  it('makes a call fail until it is mended', async () => {
    const world = makeMemoryWorld();
    const mend = world.fail('agent', 'observe', 'always', lost);
    await expect(world.agent.observe(dr)).rejects.toThrow(lost);
    await expect(world.agent.observe(primary)).rejects.toThrow(lost);
    mend();
    expect((await world.agent.observe(dr)).inRecovery).toBe(true);
  });

  it('loses the answer to a call that was carried out', async () => {
    const world = makeMemoryWorld();
    world.fail('database', 'promote', 'lost-answer', lost);
    await expect(world.database.promote(dr)).rejects.toThrow(lost);
    expect((await world.database.status(dr)).state).toBe('modifying');
  });

  it('remembers every call, and lets a test in before each', async () => {
    const seen: string[] = [];
    const world = makeMemoryWorld({ before: ({ port, method }) => void seen.push(`${port}.${method}`) });
    await world.agent.fence(primary);
    await world.database.promote(dr);
    expect(seen).toEqual(['agent.fence', 'database.promote']);
    expect(world.calls.filter(({ method }) => method === 'promote')).toEqual([
      { port: 'database', method: 'promote', args: [dr] },
    ]);
  });
});
