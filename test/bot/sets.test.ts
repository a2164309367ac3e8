import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRef } from '../../lab/slack/shown.ts';
import { configOf } from '../scenarios/many.ts';
import { type Rig, startRig, textOf } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ config: configOf({ shop: [], billing: ['shop'], mail: [] }) });
});
afterEach(() => rig.stop());

const requester = () => rig.slack.as('U0REQUESTER');
const approver = () => rig.slack.as('U0APPROVER1');

/** Asks for all of them, and lets the sweeper bring the set to its question. */
async function asked(): Promise<void> {
  await requester().command('/dr failover --all the Region is failing');
  await rig.sweep();
  for (const id of ['DR-1', 'DR-2', 'DR-3', 'SET-1']) await rig.reporter.report(id);
}

async function approved(): Promise<void> {
  const { planned } = await rig.recovery.sets.view('SET-1');
  await rig.recovery.sets.vote({
    ...{ set: 'SET-1', hash: planned?.hash ?? '', verdict: 'approve', confirmation: 'SET-1' },
    by: { id: 'U0APPROVER1', via: 'slack' },
  });
}

async function card(channel: string): Promise<MessageRef> {
  const found = (await rig.said(channel)).find(({ text }) => text.includes('SET-1'));
  if (found === undefined) throw new Error(`${channel} has no card of SET-1.`);
  return found;
}

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

describe('the approval of a set', () => {
  it('is asked for on one card with a line for each application, and on none of their own', async () => {
    await asked();
    const [only, ...others] = await rig.said('dr-approvals');
    expect(others).toEqual([]);
    expect(only?.text).toBe('Failover of 3 applications: us-east-1 → us-west-2 (SET-1): 1 approval needed');
    const text = textOf(only?.blocks);
    expect(text).toContain('*Wave 1*\\n:white_circle: *shop* DR-1: is ready\\n:white_circle: *mail* DR-3: is ready');
    expect(text).toContain('*Wave 2*\\n:white_circle: *billing* DR-2: is ready');
    expect((await rig.slack.channels()).map(({ name }) => name)).toContain('set-1-failover');
    expect((await rig.slack.channels()).filter(({ name }) => name.startsWith('dr-1-'))).toEqual([]);
  });

  it('is given in Review, which shows what would be lost of each, by typing the id of the set', async () => {
    rig.world.kill('us-east-1');
    await asked();
    const { view } = await approver().click(await card('dr-approvals'), 'review');
    const text = textOf(view?.blocks);
    expect(text).toContain('This moves the traffic of 3 applications');
    for (const id of ['shop', 'billing', 'mail']) expect(text).toContain(`*${id}* ${id}.my-projects-aws.site: RPO `);
    expect(text.match(/us-east-1 cannot be fenced/g)).toHaveLength(3);
    const wrong = await approver().submit(view?.id ?? '', { confirmation: 'shop' });
    expect(wrong.status).toBe('errors');
    expect(JSON.stringify(wrong)).toContain('type the id of the set: SET-1');
    await approver().submit(view?.id ?? '', { confirmation: 'SET-1' });
    const { question, members } = await rig.recovery.sets.view('SET-1');
    expect(question?.outcome).toBe('approved');
    expect(members.map(({ run }) => run?.questions[0]?.outcome)).toEqual(['approved', null, 'approved']);
    await rig.reporter.report('SET-1');
    const redrawn = (await rig.said('dr-approvals'))[0];
    expect(redrawn?.text).toContain('Approved');
    expect(textOf(redrawn?.blocks)).not.toContain('"Review"');
    expect(textOf((await requester().command('/dr status SET-1')).blocks)).toContain('*billing* DR-2: waits for shop');
  });

  it('says in Review what has changed since, and asks on a card of its own once that is approved too late', async () => {
    await asked();
    rig.world.kill('us-east-1');
    const { view } = await approver().click(await card('dr-approvals'), 'review');
    expect(textOf(view?.blocks)).toContain(':warning: mail: us-east-1 does not answer');
    const late = await approver().submit(view?.id ?? '', { confirmation: 'SET-1' });
    expect(JSON.stringify(late)).toContain('The facts changed, so SET-1 needs new votes on revision 2: shop: us-east-1');
    await rig.sweep();
    await rig.reporter.report('SET-1');
    const [old, fresh] = (await rig.said('dr-approvals')).filter(({ text }) => text.includes('SET-1'));
    expect(old?.text).toContain('Superseded');
    expect(textOf(old?.blocks)).not.toContain('"Review"');
    expect(textOf(fresh?.blocks)).toContain(
      '*Since it was asked for before, this changed beyond the limits*\\n:warning: shop: us-east-1',
    );
  });

  it('is asked for once more in the last fifth of its time, of those who can approve every application', async () => {
    await asked();
    const { question } = await rig.recovery.sets.view('SET-1');
    const late = (question?.expiresAt ?? 0) - 60_000;
    const reporter = rig.anotherReporter({ clock: { now: () => late, sleep: async () => undefined } });
    await reporter.report('SET-1');
    await reporter.report('SET-1');
    const [, nudge, ...more] = await rig.said('dr-approvals');
    expect(more).toEqual([]);
    expect(nudge?.text).toContain('*SET-1* still needs 1 approval and expires at <!date^');
    expect(textOf(nudge?.blocks)).toContain('<@U0APPROVER1>, <!subteam^S0DRAPPROVERS>: you can approve or deny it.');
    await approved();
    await reporter.report('SET-1');
    const [, told] = await rig.said('dr-approvals');
    expect(textOf(told?.blocks)).toContain('Approved');
    expect(textOf(told?.blocks)).not.toContain('"Review"');
  });

  it('is denied for all by one', async () => {
    await asked();
    const { view } = await approver().click(await card('dr-approvals'), 'deny');
    await approver().submit(view?.id ?? '', {});
    const { members } = await rig.recovery.sets.view('SET-1');
    expect(members.map(({ run }) => run?.questions[0]?.outcome)).toEqual(['denied', 'denied', 'denied']);
  });

  it('is given and denied by its id as well, while it is asked for', async () => {
    await asked();
    expect(textOf((await approver().command('/dr approve set-1')).view?.blocks)).toContain('Type SET-1 to approve them all');
    const { view } = await approver().command('/dr deny SET-1');
    await approver().submit(view?.id ?? '', {});
    const late = await approver().command('/dr approve SET-1');
    expect(textOf(late.view?.blocks)).toContain('SET-1 does not ask for approval now');
  });
});

describe('a set under way', () => {
  it('is told by /dr with its Review, and its members are not told beside it', async () => {
    await asked();
    const { text, blocks } = await approver().command('/dr');
    expect(text).toBe('0 running, 0 waiting for you');
    expect(textOf(blocks)).toContain('Failover of 3 applications: *waiting for approval*');
    expect(textOf(blocks)).toContain('Review SET-1');
  });

  it('is told line by line by /dr status, also in its channel', async () => {
    await asked();
    expect(textOf((await requester().command('/dr status SET-1')).blocks)).toContain('*billing* DR-2: is ready');
    const channel = (await rig.slack.channels()).find(({ name }) => name === 'set-1-failover');
    const inside = await requester().command('/dr status', channel?.id);
    expect(inside.text).toContain('SET-1 Failover of 3 applications: waiting for approval');
    expect((await requester().command('/dr status SET-9')).text).toBe('There is no set SET-9.');
  });

  it('is named by the status of a member, which leaves the approval to it', async () => {
    await asked();
    const said = textOf((await approver().command('/dr status DR-2')).blocks);
    expect(said).toContain('It waits for its turn in SET-1, and for the approval of that.');
    expect(said).toContain('Follow it in <#');
    expect(said).not.toContain('Review');
  });

  it('is aborted after it was shown what that does, member by member', async () => {
    await asked();
    await approved();
    const { journal } = rig.records;
    await journal.append('DR-1', Date.now(), { kind: 'started', row: 'fence', undo: false });
    await journal.append('DR-3', Date.now(), { kind: 'point-of-no-return', row: 'promote' });
    await rig.reporter.report('SET-1');
    const { view } = await requester().click(await card('set-1-failover'), 'abort');
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
    await asked();
    const { view } = await requester().command('/dr abort');
    const shown = await requester().submit(view?.id ?? '');
    expect(textOf(shown.view?.blocks)).toContain('*Do not begin*: shop, billing, mail');
  });

  it('is read with all its members no more often than it is redrawn, however many of them move', async () => {
    await asked();
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
    await asked();
    await approved();
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
