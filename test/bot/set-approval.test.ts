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

describe('the approval of a set', () => {
  it('is asked for on one card with a line for each application, and on none of their own', async () => {
    await askForAll(rig);
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
    await askForAll(rig);
    const { view } = await approver().click(await cardIn(rig, 'dr-approvals'), 'review');
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
    await askForAll(rig);
    rig.world.kill('us-east-1');
    const { view } = await approver().click(await cardIn(rig, 'dr-approvals'), 'review');
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
    await askForAll(rig);
    const { question } = await rig.recovery.sets.view('SET-1');
    const late = (question?.expiresAt ?? 0) - 60_000;
    const reporter = rig.anotherReporter({ clock: { now: () => late, sleep: async () => undefined } });
    await reporter.report('SET-1');
    await reporter.report('SET-1');
    const [, nudge, ...more] = await rig.said('dr-approvals');
    expect(more).toEqual([]);
    expect(nudge?.text).toContain('*SET-1* still needs 1 approval and expires at <!date^');
    expect(textOf(nudge?.blocks)).toContain('<@U0APPROVER1>, <!subteam^S0DRAPPROVERS>: you can approve or deny it.');
    await approveAll(rig);
    await reporter.report('SET-1');
    const [, told] = await rig.said('dr-approvals');
    expect(textOf(told?.blocks)).toContain('Approved');
    expect(textOf(told?.blocks)).not.toContain('"Review"');
  });

  it('is denied for all by one', async () => {
    await askForAll(rig);
    const { view } = await approver().click(await cardIn(rig, 'dr-approvals'), 'deny');
    await approver().submit(view?.id ?? '', {});
    const { members } = await rig.recovery.sets.view('SET-1');
    expect(members.map(({ run }) => run?.questions[0]?.outcome)).toEqual(['denied', 'denied', 'denied']);
  });

  it('is given and denied by its id as well, while it is asked for', async () => {
    await askForAll(rig);
    expect(textOf((await approver().command('/dr approve set-1')).view?.blocks)).toContain('Type SET-1 to approve them all');
    const { view } = await approver().command('/dr deny SET-1');
    await approver().submit(view?.id ?? '', {});
    const late = await approver().command('/dr approve SET-1');
    expect(textOf(late.view?.blocks)).toContain('SET-1 does not ask for approval now');
  });
});
