import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Rig, textOf } from './rig.ts';
import { approveAll, askForAll, cardIn, startRigOfThree } from './three-applications.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRigOfThree();
});
afterEach(() => rig.stop());

const requester = () => rig.slack.as('U0REQUESTER');
const approver = () => rig.slack.as('U0APPROVER1');

describe('/dr failover of several applications', () => {
  it.each([
    ['shop,billing the disk, and more', ['shop', 'billing'], 'the disk, and more'],
    ['shop, billing reason: the disk', ['shop', 'billing'], 'the disk'],
    ['--all the disk', ['shop', 'billing', 'mail'], 'the disk'],
    ['—all override', ['shop', 'billing', 'mail'], ''],
  ])('takes %s apart', async (typed, applications, reason) => {
    const { text } = await requester().command(`/dr failover ${typed}`);
    expect(text).toContain(`*SET-1* is requested: failover of ${applications.length} applications. Nothing has moved.`);
    const { set } = await rig.recovery.sets.view('SET-1');
    expect(set.members.map(({ application }) => application)).toEqual(applications);
    expect(set.reason).toBe(reason);
    expect(set.overrides).toBe(typed.includes('override'));
  });

  it('of one is that of one, also with a comma after it', async () => {
    expect((await requester().command('/dr switchover shop, the disk')).text).toContain('dr.yml names no application "the"');
    expect((await requester().command('/dr switchover shop the disk')).text).toContain('*DR-1* is requested: switchover of shop');
    expect(await rig.recovery.sets.open()).toEqual([]);
  });

  it('says which could not be asked for, and why', async () => {
    await rig.recovery.lock({ application: 'mail', reason: 'a migration', by: { id: 'U0REQUESTER', via: 'slack' } });
    const { blocks } = await requester().command('/dr failover --all');
    expect(textOf(blocks)).toContain(':x: *mail* not asked for: mail is locked by U0REQUESTER (a migration)');
  });
});

describe('a set under way', () => {
  it('is told by /dr with its Review, and its members are not told beside it', async () => {
    await askForAll(rig);
    const { text, blocks } = await approver().command('/dr');
    expect(text).toBe('0 running, 0 waiting for you');
    expect(textOf(blocks)).toContain('Failover of 3 applications: *waiting for approval*');
    expect(textOf(blocks)).toContain('Review SET-1');
  });

  it('is told line by line by /dr status, also in its channel', async () => {
    await askForAll(rig);
    expect(textOf((await requester().command('/dr status SET-1')).blocks)).toContain('*billing* DR-2: is ready');
    const channel = (await rig.slack.channels()).find(({ name }) => name === 'set-1-failover');
    const inside = await requester().command('/dr status', channel?.id);
    expect(inside.text).toContain('SET-1 Failover of 3 applications: waiting for approval');
    expect((await requester().command('/dr status SET-9')).text).toBe('There is no set SET-9.');
  });

  it('is named by the status of a member, which leaves the approval to it', async () => {
    await askForAll(rig);
    const said = textOf((await approver().command('/dr status DR-2')).blocks);
    expect(said).toContain('It waits for its turn in SET-1, and for the approval of that.');
    expect(said).toContain('Follow it in <#');
    expect(said).not.toContain('Review');
  });

  it('is aborted after it was shown what that does, member by member', async () => {
    await askForAll(rig);
    await approveAll(rig);
    const { journal } = rig.records;
    await journal.append('DR-1', Date.now(), { kind: 'started', row: 'fence', undo: false });
    await journal.append('DR-3', Date.now(), { kind: 'point-of-no-return', row: 'promote' });
    await rig.reporter.report('SET-1');
    const { view } = await requester().click(await cardIn(rig, 'set-1-failover'), 'abort');
    const text = textOf(view?.blocks);
    expect(text).toContain(':leftwards_arrow_with_hook: *shop* DR-1: This is undone: ');
    expect(text).toContain('*Go on, past their point of no return*: mail');
    expect(text).toContain('*Do not begin*: billing');
    expect((await rig.recovery.sets.view('SET-1')).abort).toBeNull();
    const done = await requester().submit(view?.id ?? '', {});
    expect(textOf(done.view?.blocks)).toContain('It is now being aborted. Aborted by <@U0REQUESTER>.');
    const { members } = await rig.recovery.sets.view('SET-1');
    expect(members.every(({ run }) => run?.abort !== null)).toBe(true);
  });

  it('can be chosen in the form that asks what to abort', async () => {
    await askForAll(rig);
    const { view } = await requester().command('/dr abort');
    const shown = await requester().submit(view?.id ?? '');
    expect(textOf(shown.view?.blocks)).toContain('*Do not begin*: shop, billing, mail');
  });

  it('is read with all its members no more often than it is redrawn, however many of them move', async () => {
    await askForAll(rig);
    let now = Date.now();
    const read: string[] = [];
    const journal = {
      ...rig.records.journal,
      read: (...args: Parameters<typeof rig.records.journal.read>) => {
        read.push(args[0]);
        return rig.records.journal.read(...args);
      },
    };
    const clock = { now: () => now, sleep: async () => undefined };
    const reporter = rig.anotherReporter({ records: { ...rig.records, journal }, clock, minIntervalMs: 5_000 });
    const ofSet = () => read.filter((id) => id === 'SET-1').length;
    await reporter.report('DR-1');
    const once = ofSet();
    expect(once).toBeGreaterThan(0);
    expect((await reporter.report('DR-2')).behind).toEqual(['live']);
    await reporter.report('DR-3');
    expect(ofSet()).toBe(once);
    now += 5_000;
    expect((await reporter.report('DR-2')).behind).toEqual([]);
    expect(ofSet()).toBe(2 * once);
  });

  it('is redrawn when a member moves, and tells of a member by itself only what people act on', async () => {
    await askForAll(rig);
    await approveAll(rig);
    const { journal } = rig.records;
    await journal.append('DR-1', Date.now(), { kind: 'started', row: 'fence', undo: false });
    await rig.reporter.report('DR-1');
    const texts = async () => (await rig.said('set-1-failover')).map(({ text, blocks }) => `${text} ${textOf(blocks)}`);
    expect((await texts()).join('\n')).toContain(':hourglass_flowing_sand: *shop* DR-1: executing');
    const says = 'shop runs in us-west-2.';
    await journal.append('DR-1', Date.now(), { kind: 'closed', result: 'succeeded', says, left: [], summary: null });
    await rig.reporter.report('DR-1');
    expect((await texts()).join('\n')).toContain(':white_check_mark: *shop* DR-1: runs in us-west-2');
    const own = (await texts()).filter((text) => text.includes('DR-1 Failover of shop'));
    expect(own).toHaveLength(1);
    expect((await rig.said('incidents')).filter(({ text }) => text.includes('DR-1'))).toEqual([]);
  });
});
