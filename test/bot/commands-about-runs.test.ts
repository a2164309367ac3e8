import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCost, aTest } from '../contracts/samples.ts';
import { lookingAt, type Rig, startRig, textOf } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const requester = () => rig.slack.as('U0REQUESTER');
const guest = () => rig.slack.as('U0GUEST');

describe('/dr plan and /dr status', () => {
  it('plan says what would be done, and changes nothing', async () => {
    const { blocks, text } = await requester().command('/dr plan shop');
    expect(text).toContain('Dry run: failover of shop, us-east-1 → us-west-2');
    expect(textOf(blocks)).toContain('Promote the database in us-west-2 (*cannot be undone*)');
    expect(await rig.recovery.running()).toEqual([]);
  });

  it('plan says that a dead source cannot be fenced, and what approving would accept', async () => {
    rig.world.kill('us-east-1');
    const { blocks } = await requester().command('/dr plan shop');
    expect(textOf(blocks)).toContain('Approving would accept that*\\n:warning: us-east-1 cannot be fenced');
  });

  it('status of an application says where it runs', async () => {
    expect((await requester().command('/dr status shop')).text).toBe('shop: us-east-1 is the writer');
  });

  it('status of an application says how it was last tested, and what it cost where that is known', async () => {
    expect(textOf((await requester().command('/dr status shop')).blocks)).toContain('*Last tested:* never');
    await rig.records.tests.add(aTest({ application: 'shop', at: Date.now(), blockers: ['us-west-2 is gone'], passed: false }));
    await rig.records.costs.record(aCost({ application: 'shop', day: '2026-01-02' }));
    const said = textOf((await requester().command('/dr status shop')).blocks);
    expect(said).toMatch(/\*Last tested:\* dry run, \d+ ms ago: \*blocked\*\\n:no_entry: us-west-2 is gone/);
    expect(said).toContain('*Cost on 2026-01-02:* $12.30, of it us-west-2 $4.10 (standby). AWS may still correct it.');
  });

  it('status calls no Region the writer that does not answer', async () => {
    rig.world.kill('us-east-1');
    const { text } = await requester().command('/dr status shop');
    expect(text).toBe('shop: us-east-1 was the writer and does not answer');
  });

  it('status of a run takes its number in any spelling', async () => {
    await requester().command('/dr failover shop');
    for (const spelling of ['DR-1', 'dr-1', '1']) {
      expect((await requester().command(`/dr status ${spelling}`)).text).toBe('DR-1: waiting for approval');
    }
    expect((await requester().command('/dr status DR-99')).text).toBe('There is no run DR-99.');
  });
});

describe('/dr abort', () => {
  it('shows what it would undo, and aborts the run it names when that is submitted', async () => {
    await requester().command('/dr failover shop');
    const { view } = await requester().command('/dr abort DR-1');
    expect(textOf(view?.blocks)).toContain('Nothing has been changed yet, so nothing has to be undone.');
    expect((await rig.recovery.view('DR-1')).abort).toBeNull();
    const submitted = await requester().submit(view?.id ?? '');
    expect(textOf(submitted.view?.blocks)).toContain('The abort of *DR-1* is recorded.');
    expect((await rig.recovery.view('DR-1')).abort).toMatchObject({ by: { id: 'U0REQUESTER' } });
  });

  it('without a run opens a form with those that are running', async () => {
    expect((await requester().command('/dr abort')).text).toBe('Nothing is running, so there is nothing to abort.');
    await requester().command('/dr failover shop');
    const { view } = await requester().command('/dr abort');
    const shown = await requester().submit(view?.id ?? '');
    expect(textOf(shown.view?.blocks)).toContain('nothing has to be undone');
    await requester().submit(shown.view?.id ?? '');
    expect((await rig.recovery.view('DR-1')).abort).not.toBeNull();
  });

  it('past the point of no return says what is left, and opens nothing', async () => {
    await requester().command('/dr failover shop');
    await rig.records.journal.append('DR-1', 1, { kind: 'point-of-no-return', row: 'promote' });
    const holder = { application: 'shop', run: 'DR-1', epoch: 1 };
    await rig.records.claims.passPointOfNoReturn(holder, 'us-west-2', 1);
    const { text, view } = await requester().command('/dr abort DR-1');
    expect(view).toBeNull();
    expect(text).toContain('past its point of no return');
    expect(text).toContain('/dr failback shop');
  });

  it('is refused to somebody who is not entitled', async () => {
    await requester().command('/dr failover shop');
    const { view } = await guest().command('/dr abort DR-1');
    const refused = await guest().submit(view?.id ?? '');
    expect(textOf(refused.view?.blocks)).toContain('You may not steer DR-1');
    expect((await rig.recovery.view('DR-1')).abort).toBeNull();
  });
});

describe('in an incident channel', () => {
  it('the run is implied', async () => {
    await requester().command('/dr failover shop');
    await rig.reporter.report('DR-1');
    const channel = await channelNamed('dr-1-shop-failover');
    expect((await requester().command('/dr status', channel)).text).toBe('DR-1: waiting for approval');
    expect((await requester().command('/dr abort', channel)).view?.title).toMatchObject({ text: 'Abort DR-1' });
  });

  it('a channel that only has the name of one implies nothing', async () => {
    const imposter = await create('dr-1-imposter');
    await requester().command('/dr failover shop');
    await rig.reporter.report('DR-1');
    const { view } = await requester().command('/dr abort', imposter);
    expect(view?.title).toMatchObject({ text: 'Abort a run' });
    expect((await rig.recovery.view('DR-1')).abort).toBeNull();
  });
});

const channelNamed = async (name: string) => (await rig.slack.channels()).find((channel) => channel.name === name)?.id ?? name;

async function create(name: string): Promise<string> {
  const web = lookingAt(rig.slack);
  const { channel } = await web.conversations.create({ name });
  await web.conversations.invite({ channel: channel?.id ?? '', users: 'U0REQUESTER' });
  return channel?.id ?? '';
}
