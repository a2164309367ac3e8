import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { rehearse } from '../../orchestrator/rehearse.ts';
import { approve, dr, isClosed, rehearse as platform, primary, requested } from '../scenarios/rehearsal.ts';

const DAY = 86_400_000;
const recent = ({ records }: ReturnType<typeof platform>) => records.tests.recent('shop', 9);

describe('the daily dry run', () => {
  it('keeps that nothing is in the way, and what a failover would cost', async () => {
    const on = platform();
    on.world.write(primary);
    await on.world.clock.advance(1_000);
    await rehearse(on.stage);
    const [result, ...more] = await recent(on);
    expect(more).toEqual([]);
    expect(result).toMatchObject({
      kind: 'dry-run',
      plan: 'failover',
      move: { from: primary, to: dr },
      passed: true,
      blockers: [],
    });
    expect(result).toMatchObject({ at: on.stage.now(), estimatedRpoMs: 0, estimatedRtoMs: null, dataAgeMs: 1_000 });
    expect(result?.risks).toEqual([expect.stringContaining('still answers')]);
  });

  it('keeps what moves left behind, as long as it is there', async () => {
    const on = platform();
    const asked = await requested(on);
    await approve(on, asked);
    await on.until(asked.run.id, 'closed', isClosed);
    const back = await requested(on, 'a standby again', 'reprotect');
    await approve(on, back);
    await on.until(back.run.id, 'closed', isClosed);
    await rehearse(on.stage);
    expect(
      (await recent(on))
        .at(0)
        ?.kept?.map(({ kind, region }) => [region, kind])
        .toSorted(),
    ).toEqual([
      [primary, 'instance'],
      [primary, 'snapshot'],
    ]);
  });

  it('keeps one result for each day, however often it is started', async () => {
    const on = platform();
    await Promise.all([rehearse(on.stage), rehearse(on.stage)]);
    on.world.kill(dr);
    await rehearse(on.stage);
    expect(await recent(on)).toMatchObject([{ passed: true }]);
    await on.stage.sleep(DAY);
    await rehearse(on.stage);
    expect(await recent(on)).toMatchObject([{ passed: false }, { passed: true }]);
  });

  it('keeps what would forbid a failover', async () => {
    const on = platform();
    on.world.kill(dr);
    await rehearse(on.stage);
    const blockers = [expect.stringContaining(`${dr} does not answer, so it cannot take over`)];
    expect(await recent(on)).toMatchObject([{ passed: false, blockers: expect.arrayContaining(blockers), dataAgeMs: null }]);
  });

  it('keeps that there is no direction to move in', async () => {
    const on = platform();
    for (const region of [primary, dr]) on.world.kill(region);
    await rehearse(on.stage);
    const blockers = [expect.stringContaining('neither Region answers')];
    expect(await recent(on)).toMatchObject([{ passed: false, move: null, blockers }]);
  });

  it('looks again at what only does not answer at the moment', async () => {
    const on = platform();
    on.world.fail('traffic', 'look', 'once', new Unavailable('DNS does not answer.'));
    await rehearse(on.stage);
    expect(await recent(on)).toMatchObject([{ passed: true }]);
  });

  it('keeps what goes on not to answer as what is in the way, and is no error of the platform', async () => {
    const on = platform();
    const look = async () => {
      throw new Unavailable('The table does not answer.');
    };
    await rehearse({ ...on.stage, records: { ...on.records, sightings: { ...on.records.sightings, look } } });
    expect(await recent(on)).toMatchObject([{ passed: false, move: null, blockers: ['The table does not answer.'] }]);
  });

  it('leaves an application alone while a run holds it', async () => {
    const on = platform();
    const { run } = await requested(on);
    await rehearse(on.stage);
    expect(await recent(on)).toEqual([]);
    await approve(on, await on.recovery.view(run.id));
    await on.until(run.id, 'closed', isClosed);
    await rehearse(on.stage);
    expect(await recent(on)).toMatchObject([{ passed: false, move: { from: dr, to: primary } }]);
  });
});
