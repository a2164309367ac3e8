import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { gather } from '../../orchestrator/gather.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import type { Observation, World } from '../../orchestrator/ports/world.ts';
import { dr, primary, shop } from '../scenarios/rehearsal.ts';
import { makeSetting, refusing, type Setting, seeing } from '../steps/setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
});

const gathered = (world: World = setting.world) =>
  gather({ world, records: setting.records, application: shop, plan: failover }, { from: primary, to: dr });
const seen = (region: string, changes: Partial<Observation>) => seeing(setting.world, region, changes);

describe('where users are led', () => {
  it('may be out of sight, which is a risk and forbids nothing: databases say more of where the application runs', async () => {
    setting.world.fail('traffic', 'look', 'always', new Unavailable('It was not seen within 1.3 s.'));
    const { active, blockers, risks } = await gathered();
    expect(active).toEqual({ region: primary });
    expect(blockers).toEqual([]);
    expect(risks).toContain('where users are led could not be seen: It was not seen within 1.3 s');
  });
});

describe('the data that would be lost', () => {
  /** The target has a commit that is 1,000 ms old, and lacks a newer one. */
  beforeEach(async () => {
    setting.world.write(primary);
    await setting.world.clock.advance(900);
    await setting.world.agent.observe(dr);
    setting.world.write(primary);
    await setting.world.clock.advance(100);
  });
  const probed = (missedAgoMs: number | null) => {
    const now = setting.world.clock.now();
    const missedAt = missedAgoMs === null ? null : now - missedAgoMs;
    return setting.records.sightings.record('shop', { region: primary, lastAnsweredAt: 1, missedAt, downSince: null });
  };

  it('is none where the target lacks nothing', async () => {
    await setting.world.clock.advance(60_000);
    expect(await gathered()).toMatchObject({ target: { lagBytes: 0 }, estimatedRpoMs: 0 });
  });

  it('reaches from the newest commit there to now while the source answers, whatever probes missed', async () => {
    await probed(400);
    expect(await gathered()).toMatchObject({ target: { lagBytes: 120 }, estimatedRpoMs: 1_000 });
  });

  it('reaches to the first probe that a silent source missed', async () => {
    await probed(400);
    setting.world.kill(primary);
    expect(await gathered()).toMatchObject({ target: { lagBytes: null }, estimatedRpoMs: 600 });
  });

  it('reaches to now where no probe has missed a silent source yet', async () => {
    await probed(null);
    setting.world.kill(primary);
    expect((await gathered()).estimatedRpoMs).toBe(1_000);
  });

  it('is never less than none', async () => {
    await probed(5_000);
    setting.world.kill(primary);
    expect((await gathered()).estimatedRpoMs).toBe(0);
  });

  it('cannot be known where the target has replayed no transaction', async () => {
    setting.world.kill(primary);
    expect((await gathered(seen(dr, { lastCommitAt: null }))).estimatedRpoMs).toBeNull();
  });

  it('reaches from the heartbeat that the target shows, where it was restarted and has replayed nothing since', async () => {
    setting.world.kill(primary);
    const at = setting.world.clock.now() - 40_000;
    const restarted = seen(dr, { lastCommitAt: null, heartbeat: { at, fencedAt: null } });
    expect((await gathered(restarted)).estimatedRpoMs).toBe(40_000);
  });

  it('cannot be known where the target is silent', async () => {
    setting.world.kill(dr);
    expect((await gathered()).estimatedRpoMs).toBeNull();
  });
});

it('tells what the agents no longer do, and approving accepts it', async () => {
  const at = setting.world.clock.now() - 301_000;
  const { agents, risks } = await gathered(seen(primary, { heartbeat: { at, fencedAt: null } }));
  expect(agents).toEqual([expect.stringContaining(`the agent in ${primary} has left no heartbeat since`)]);
  expect(risks).toEqual(expect.arrayContaining([...agents]));
});

describe('counting what a late fence leaves behind', () => {
  it('is a risk where the agent in the source cannot read an audited table', async () => {
    const { blockers, risks } = await gathered(seen(primary, { unreadable: ['orders'] }));
    expect(blockers).toEqual([]);
    expect(risks).toContain(
      `writes left behind in ${primary} could not be counted in orders: it is missing, or its owner has yet to run "grant select on orders to dr_agent"`,
    );
  });

  it('is a risk where the source keeps no commit timestamps', async () => {
    const { risks } = await gathered(seen(primary, { tracksCommits: false, unreadable: ['orders'] }));
    expect(risks.filter((risk) => risk.includes('left behind'))).toEqual([
      `writes left behind in ${primary} could not be counted: track_commit_timestamp is off in its parameter group`,
    ]);
  });

  it('is none where all is well', async () => {
    expect((await gathered()).risks.join()).not.toContain('left behind');
  });
});

describe('markers', () => {
  it.each([primary, dr])('are in the way where the agent in %s may not commit them', async (region) => {
    expect((await gathered(seen(region, { mayMark: false }))).blockers).toEqual([
      `the agent may not insert into dr.marker in ${primary}: grant it, or the move leaves no marker`,
    ]);
  });

  it('are accepted to be missing where nobody can grant them', async () => {
    setting.world.kill(primary);
    const { blockers, risks } = await gathered(seen(dr, { mayMark: false }));
    expect(blockers).toEqual([]);
    expect(risks).toContain(`the data in ${dr} gets no marker of the move: the agent may not insert into dr.marker`);
  });
});

describe('the fence', () => {
  it('is possible where the agent answers and may fence', async () => {
    const { source, blockers } = await gathered();
    expect(source).toMatchObject({
      region: primary,
      fence: 'possible',
      fenceWhy: null,
      lastAnsweredAt: setting.world.clock.now(),
    });
    expect(blockers).toEqual([]);
  });

  it('is impossible where the agent is silent, and says since when', async () => {
    await setting.records.sightings.record('shop', { region: primary, lastAnsweredAt: 5, missedAt: 7, downSince: null });
    setting.world.kill(primary);
    const { source, blockers } = await gathered();
    expect(source).toMatchObject({
      fence: 'impossible',
      fenceWhy: `${primary} does not answer.`,
      lastAnsweredAt: 5,
      flushLsn: null,
    });
    expect(blockers).toEqual([]);
  });

  it('is impossible where the source refuses everything, which forbids nothing, and a target that refuses has to be mended', async () => {
    const { source, blockers, services } = await gathered(refusing(setting.world, primary));
    expect(source).toMatchObject({ fence: 'impossible', fenceWhy: `${primary} refuses: nobody may log in.`, flushLsn: null });
    expect(blockers).toEqual([]);
    expect(services.map(({ needed }) => needed)).toEqual([2, 2]);
    await expect(gathered(refusing(setting.world, dr))).rejects.toThrow(`${dr} refuses: nobody may log in.`);
  });

  it('is impossible where the agent may not fence, which forbids the move', async () => {
    const { source, blockers } = await gathered(seen(primary, { mayFence: false }));
    expect(source).toMatchObject({ fence: 'impossible', fenceWhy: `the agent in ${primary} has no ADMIN on every writer role` });
    expect(blockers).toEqual([expect.stringContaining('grant it')]);
  });
});

describe('the capacity needed', () => {
  const needed = async () => Object.fromEntries((await gathered()).services.map((service) => [service.service, service.needed]));

  it('is what the source has', async () => {
    await setting.world.services.scale(primary, 'backend', { min: 2, desired: 6 });
    expect(await needed()).toEqual({ frontend: 2, backend: 6 });
  });

  it.each([
    ['a source that is scaled down', () => setting.world.services.scale(primary, 'backend', { min: 0, desired: 0 })],
    ['a source that is silent', () => setting.world.kill(primary)],
  ])('is what dr.yml promises, at least, for %s', async (_, change) => {
    await change();
    expect(await needed()).toEqual({ frontend: 2, backend: 2 });
  });

  it('is told beside what runs in the target, and the capacity of whoever answers is kept for the undos', async () => {
    setting.world.kill(primary);
    const { services, capacity } = await gathered();
    expect(services[0]).toEqual({ service: 'frontend', running: 1, needed: 2 });
    expect(capacity).toEqual({ [dr]: { frontend: { min: 1, desired: 1 }, backend: { min: 1, desired: 1 } } });
  });
});

describe('a target that is promoted already', () => {
  const promoted = () => {
    setting.world.regions.region(dr).server.replicaOf = null;
  };

  it('may take over where a move to it was not finished', async () => {
    await setting.say({ kind: 'point-of-no-return', row: 'promote' });
    promoted();
    expect((await gathered()).blockers).toEqual([]);
  });

  it.each([
    ['nothing was moved', () => {}],
    ['the move that was not finished went the other way', () => setting.say({ kind: 'point-of-no-return', row: 'promote' })],
  ])('may not take over where %s', async (what, before) => {
    await before();
    promoted();
    const move = what === 'nothing was moved' ? { from: primary, to: dr } : { from: dr, to: primary };
    const facts = await gather({ world: setting.world, records: setting.records, application: shop, plan: failover }, move);
    expect(facts.blockers).toHaveLength(1);
  });
});
