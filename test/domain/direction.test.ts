import { describe, expect, it } from 'vitest';
import { directionOf } from '../../orchestrator/direction.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Result } from '../../orchestrator/domain/run.ts';
import { config, dr, primary, shop } from '../scenarios/rehearsal.ts';
import { makeSetting, refusing, type Setting } from '../steps/setting.ts';

const server = (setting: Setting, region: string) => setting.world.regions.region(region).server;
const direction = ({ world, records }: Setting) => directionOf(config, shop, world, records);

type Change = (setting: Setting) => unknown;

const inOrder =
  (...changes: readonly Change[]): Change =>
  async (setting) => {
    for (const change of changes) await change(setting);
  };
/** Makes a Region follow another, or nobody. */
const follows =
  (region: string, whom: string | null): Change =>
  (setting) => {
    server(setting, region).replicaOf = whom;
  };

async function sendUsersTo({ world }: Setting, region: string): Promise<void> {
  await world.traffic.shift(region, { run: 'DR-0', epoch: 0 });
  await world.clock.advance(world.regions.timing.check);
  expect((await world.traffic.look()).answers).toBe(region);
}

/** The run of the setting passed its point of no return, and ended so. */
async function moved({ say, run, records }: Setting, result: Result): Promise<void> {
  await say({ kind: 'point-of-no-return', row: 'promote' }, { kind: 'closed', result, says: '', left: [], summary: null });
  await records.journal.close(run.id, result, 1);
}

const lose =
  (...regions: readonly string[]): Change =>
  ({ world }) => {
    for (const region of regions) world.kill(region);
  };
const usersTo =
  (region: string): Change =>
  (setting) =>
    sendUsersTo(setting, region);
const ranTo =
  (result: Result): Change =>
  (setting) =>
    moved(setting, result);

/** dr writes and primary follows it. */
const swap = inOrder(follows(dr, null), follows(primary, dr));
/** Both are promoted, and only dr lets writers in. */
const promote = inOrder(follows(dr, null), ({ world }) => world.agent.fence(primary));

const outward = { from: primary, to: dr };
const homeward = { from: dr, to: primary };

describe('a direction', () => {
  it('is known although name servers keep silent, as long as one database follows the other', async () => {
    const setting = await makeSetting();
    setting.world.fail('traffic', 'look', 'always', new Unavailable('It was not seen within 1.3 s.'));
    setting.world.kill(primary);
    expect(await direction(setting)).toEqual({ from: primary, to: dr });
  });
});

describe('a failover goes', () => {
  const cases: readonly [title: string, change: Change, move: typeof outward][] = [
    ['to the Region that follows', () => {}, outward],
    ['to it when the writer is silent', lose(primary), outward],
    ['to it although DNS answers it already', usersTo(dr), outward],
    ['away from the writer when the other is silent', lose(dr), outward],
    ['home where primary follows', inOrder(swap, usersTo(dr)), homeward],
    ['home when the writer is silent', inOrder(swap, lose(dr)), homeward],
    ['home although DNS answers primary already', swap, homeward],
    ['away from the writer where neither follows', inOrder(promote, ranTo('succeeded'), usersTo(dr)), homeward],
    ['on with a move that was not finished', inOrder(promote, ranTo('stopped')), outward],
  ];
  it.each(cases)('%s', async (_, change, move) => {
    const setting = await makeSetting();
    await change(setting);
    expect(await direction(setting)).toEqual(move);
  });
});

it('goes away from a Region whose agent refuses to look', async () => {
  const { world, records } = await makeSetting();
  expect(await directionOf(config, shop, refusing(world, primary), records)).toEqual(outward);
});

describe('a failover is refused, because it would resolve nothing,', () => {
  const cases: readonly [title: string, change: Change][] = [
    ['where both follow', follows(primary, dr)],
    ['where both accept writes', follows(dr, null)],
    ['where DNS disagrees after a move that was finished', inOrder(promote, ranTo('succeeded'))],
    ['where DNS disagrees and nothing was ever moved', promote],
  ];
  it.each(cases)('%s', async (_, change) => {
    const setting = await makeSetting();
    await change(setting);
    await expect(direction(setting)).rejects.toThrow(/ambiguous.*no Region follows the other/);
  });

  it('for now where both Regions are silent, which is worth asking again', async () => {
    const setting = await makeSetting();
    await lose(primary, dr)(setting);
    await expect(direction(setting)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(/ambiguous: neither Region answers.*no Region follows the other/),
    });
  });

  it('and so it is where both agents refuse to look', async () => {
    const setting = await makeSetting();
    setting.world.fail('agent', 'observe', 'always', new Refused('The agent may not log in.'));
    await expect(direction(setting)).rejects.toThrow('The agent may not log in.');
  });
});
