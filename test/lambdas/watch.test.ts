import { describe, expect, it, vi } from 'vitest';
import { FLAGS_UNREACHABLE, METRICS_NAMESPACE, metricLine } from '../../orchestrator/lambdas/metric.ts';
import { vigils, watch, withoutFlags } from '../../orchestrator/watch.ts';
import { dr, primary, rehearse } from '../scenarios/rehearsal.ts';
import { refusing, seeing } from '../steps/setting.ts';

/** Watches so many rounds, as a Lambda that knows nothing of those before it. */
async function watchAnew({ stage }: ReturnType<typeof rehearse>, rounds: number): Promise<void> {
  const misses = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    await watch(stage, misses);
    await stage.sleep(stage.pace.watch);
  }
}

describe('the watch', () => {
  it('calls a Region down after three misses, and not after two', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    await watchAnew(rehearsal, 2);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince: null });
    await watchAnew(rehearsal, 3);
    expect((await rehearsal.records.sightings.look('shop', primary)).downSince).not.toBeNull();
  });

  it('keeps since when a Region is down, whoever goes on watching', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    await watchAnew(rehearsal, 3);
    const { downSince } = await rehearsal.records.sightings.look('shop', primary);
    await watchAnew(rehearsal, 1);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince });
    await watchAnew(rehearsal, 5);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince });
  });

  it('forgets that a Region was down when it answers', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    await watchAnew(rehearsal, 3);
    rehearsal.world.heal(primary);
    await watchAnew(rehearsal, 1);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince: null });
  });
});

describe('a Region whose look breaks in a way that nobody expected', () => {
  it('keeps nobody from watching the others, and is thrown once they are watched', async () => {
    const { stage, world, records } = rehearse();
    const observe = async (region: string) => {
      if (region === primary) throw new TypeError('x is not a function');
      return world.agent.observe(region);
    };
    const broken = { ...world, agent: { ...world.agent, observe } };
    await expect(watch({ ...stage, worldOf: () => broken }, new Map())).rejects.toThrow('x is not a function');
    expect((await records.sightings.look('shop', dr)).lastAnsweredAt).not.toBeNull();
  });
});

describe('a Region that refuses', () => {
  it('is called neither well nor down, keeps nobody from looking at the others, and is told of', async () => {
    const { stage, world, records } = rehearse();
    const on = { ...stage, worldOf: () => refusing(world, primary) };
    const misses = new Map<string, number>();
    for (let round = 0; round < 4; round++) await watch(on, misses);
    expect(await records.sightings.look('shop', primary)).toEqual({
      region: primary,
      lastAnsweredAt: null,
      missedAt: null,
      downSince: null,
    });
    expect((await records.sightings.look('shop', dr)).lastAnsweredAt).not.toBeNull();
    expect(await vigils(on)).toEqual([
      { kind: 'asleep', says: `shop: the agent in ${primary} cannot look: ${primary} refuses: nobody may log in.` },
    ]);
  });
});

describe('what the Regions do by themselves', () => {
  it('is told of an agent that has not woken for more than five minutes, until it wakes', async () => {
    const { world, stage } = rehearse();
    await world.clock.advance(120_000);
    expect(await vigils(stage)).toEqual([]);
    const { heartbeat } = await world.agent.observe(primary);
    const late = seeing(world, primary, { heartbeat: { at: world.clock.now() - 301_000, fencedAt: null } });
    expect(heartbeat).not.toBeNull();
    expect(await vigils({ ...stage, worldOf: () => late })).toMatchObject([
      { kind: 'asleep', says: expect.stringMatching(/^shop: the agent in us-east-1 has left no heartbeat since 20/) },
    ]);
  });

  it('is told of a Region that fenced itself, and not of one that a run fenced', async () => {
    const { world, stage } = rehearse();
    await world.clock.advance(120_000);
    await world.agent.fence(primary);
    expect(await vigils(stage)).toEqual([]);
    const at = world.clock.now();
    const fenced = seeing(world, primary, { heartbeat: { at: at - 60_000, fencedAt: at } });
    expect(await vigils({ ...stage, worldOf: () => fenced })).toMatchObject([
      { kind: 'fenced-itself', says: expect.stringContaining('us-east-1 fenced itself at') },
    ]);
    const overruled = seeing(world, primary, { heartbeat: { at, fencedAt: at - 60_000 } });
    expect(await vigils({ ...stage, worldOf: () => overruled })).toEqual([]);
  });

  it('is silent about a Region that is, which others tell of', async () => {
    const { world, stage } = rehearse();
    world.kill(primary);
    expect(await vigils(stage)).toEqual([]);
  });
});

describe('the flags', () => {
  it('are told of when neither endpoint answers, and not while one does', async () => {
    const { world, stage } = rehearse();
    expect(await withoutFlags(stage)).toEqual([]);
    world.loseFlag('dr');
    expect(await withoutFlags(stage)).toEqual([]);
    world.loseFlag('control');
    expect(await withoutFlags(stage)).toEqual(['shop']);
    world.restoreFlag('dr');
    expect(await withoutFlags(stage)).toEqual([]);
  });

  it('ring an alarm by a line of the log that CloudWatch makes the metric of', () => {
    const lines: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    metricLine(FLAGS_UNREACHABLE, 2, 1_000, { applications: ['shop', 'bakery'] });
    write.mockRestore();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: 1_000,
          CloudWatchMetrics: [
            { Namespace: METRICS_NAMESPACE, Dimensions: [[]], Metrics: [{ Name: FLAGS_UNREACHABLE, Unit: 'Count' }] },
          ],
        },
        [FLAGS_UNREACHABLE]: 2,
        applications: ['shop', 'bakery'],
      },
    ]);
  });
});
