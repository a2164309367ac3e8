import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReview as openWindow } from '../../bot/review.ts';
import type { MessageRef } from '../../lab/slack/shown.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { chronicle } from '../../orchestrator/questions.ts';
import { lookingAt, type Rig, startRig, textOf } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await rig.slack.as('U0REQUESTER').command('/dr failover shop disk on fire');
  await rig.reporter.report('DR-1');
});
afterEach(() => rig.stop());

const card = async (): Promise<MessageRef> => {
  const [first] = await rig.said('dr-approvals');
  if (first === undefined) throw new Error('There is no approval card.');
  return first;
};
const question = async () => (await rig.recovery.view('DR-1')).questions[0];
const openReview = async (user: string) => {
  const { view } = await rig.slack.as(user).click(await card(), 'review');
  if (view === null) throw new Error('No review opened.');
  return view;
};

describe('Review', () => {
  it('opens the facts then and now, what cannot be undone, and asks for the name of the application', async () => {
    const view = await openReview('U0APPROVER1');
    const text = textOf(view.blocks);
    expect(view.title).toMatchObject({ text: 'Review DR-1' });
    for (const part of [
      'This moves production traffic of app.my-projects-aws.site',
      'Lag when requested',
      'Lag now',
      'Promote the database in us-west-2',
      'Type shop to approve',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('cannot be fenced');
  });

  it('looks at the Regions while the window opens, so that a Region that hangs leaves time to say so', async () => {
    const order: string[] = [];
    const review = async () => {
      order.push('looks');
      throw new Refused('Nobody may review here.');
    };
    const redraw = async () => void order.push('redrawn');
    const open = async () => {
      order.push('opened');
      return { redraw };
    };
    const platform = {
      recovery: { ...rig.recovery, review },
      config: rig.config,
      plans,
      surfaces: rig.records.surfaces,
    } as never;
    await openWindow(platform, { run: 'DR-1', by: { id: 'U0APPROVER1', via: 'slack' }, open });
    expect(order).toEqual(['looks', 'opened', 'redrawn']);
  });

  it('says what approving accepts when the source cannot be fenced any more, and what changed', async () => {
    rig.world.cutOff('us-east-1');
    const text = textOf((await openReview('U0APPROVER1')).blocks);
    expect(text).toContain('Approving accepts that*\\n:warning: us-east-1 cannot be fenced');
    expect(text).toContain('Since the request this changed beyond the limits');
  });

  it('counts as an approval once the name is typed, and says what is true then', async () => {
    const { id } = await openReview('U0APPROVER2');
    const { status, view } = await rig.slack.as('U0APPROVER2').submit(id, { confirmation: ' shop ' });
    expect(status).toBe('updated');
    expect(textOf(view?.blocks)).toContain('Your approval of DR-1 is recorded.');
    expect(await question()).toMatchObject({ outcome: 'approved', votes: [{ by: { id: 'U0APPROVER2' }, verdict: 'approve' }] });
  });

  it('says under the field what is wrong with the name, and keeps the window', async () => {
    const { id } = await openReview('U0APPROVER1');
    const { status, errors } = await rig.slack.as('U0APPROVER1').submit(id, { confirmation: 'shpo' });
    expect(status).toBe('errors');
    expect(errors).toEqual({ confirmation: "To approve, type the application's name: shop." });
    expect(await question()).toMatchObject({ votes: [], outcome: null });
  });

  it.each([
    ['U0REQUESTER', 'You requested DR-1, so somebody else has to decide it.'],
    ['U0GUEST', 'You may not decide DR-1'],
  ])('tells %s why they may not, in private, and the journal keeps it', async (user, why) => {
    await joinApprovals(user);
    expect(textOf((await openReview(user)).blocks)).toContain(why);
    expect((await rig.recovery.view('DR-1')).refusals).toMatchObject([{ by: { id: user } }]);
  });

  it('opens by /dr approve as well', async () => {
    const { view } = await rig.slack.as('U0APPROVER1').command('/dr approve DR-1');
    expect(textOf(view?.blocks)).toContain('Type shop to approve');
  });
});

describe('a vote is checked when it arrives', () => {
  it('a window that stayed open cannot approve what was decided meanwhile', async () => {
    const { id } = await openReview('U0APPROVER1');
    const { records } = rig;
    await chronicle(records, await records.questions.settle('DR-1', 'approval.1', 'expired', Date.now()), Date.now());
    const { status, errors } = await rig.slack.as('U0APPROVER1').submit(id, { confirmation: 'shop' });
    expect(status).toBe('errors');
    expect(errors.confirmation).toContain('already decided: expired');
  });

  it('drift voids the request that was reviewed, and says what changed', async () => {
    const { id } = await openReview('U0APPROVER1');
    rig.world.cutOff('us-east-1');
    const { errors } = await rig.slack.as('U0APPROVER1').submit(id, { confirmation: 'shop' });
    expect(errors.confirmation).toContain('The facts changed, so DR-1 needs new votes on revision 2');
    expect(await question()).toMatchObject({ outcome: 'superseded' });
  });

  it('two approvals in the same instant decide once', async () => {
    const users = ['U0APPROVER1', 'U0APPROVER2'];
    const views = [await openReview('U0APPROVER1'), await openReview('U0APPROVER2')];
    const answers = await Promise.all(
      views.map(({ id }, index) => rig.slack.as(users[index] ?? '').submit(id, { confirmation: 'shop' })),
    );
    expect(answers.some(({ status }) => status === 'updated')).toBe(true);
    const decided = (await rig.records.journal.read('DR-1')).filter(({ kind }) => kind === 'decided');
    expect(decided).toMatchObject([{ outcome: 'approved' }]);
  });
});

describe('Deny', () => {
  it('asks once more, and ends the request', async () => {
    const { view } = await rig.slack.as('U0APPROVER1').click(await card(), 'deny');
    expect(textOf(view?.blocks)).toContain('Denying ends DR-1');
    expect(await question()).toMatchObject({ outcome: null });
    const { view: after } = await rig.slack.as('U0APPROVER1').submit(view?.id ?? '');
    expect(textOf(after?.blocks)).toContain('Your denial of DR-1 is recorded.');
    expect(await question()).toMatchObject({ outcome: 'denied' });
  });

  it('is refused to the requester in place of the window, because that has no field', async () => {
    await joinApprovals('U0REQUESTER');
    const { view } = await rig.slack.as('U0REQUESTER').command('/dr deny DR-1');
    const { status, view: after } = await rig.slack.as('U0REQUESTER').submit(view?.id ?? '');
    expect(status).toBe('updated');
    expect(textOf(after?.blocks)).toContain('You requested DR-1');
  });
});

describe('the live message', () => {
  const live = async () => (await rig.said('dr-1-shop-failover'))[0];

  it('aborts by its button, and tells the one who pressed it in private', async () => {
    const message = await live();
    if (message === undefined) throw new Error('There is no live message.');
    await rig.slack.as('U0REQUESTER').click(message, 'abort');
    expect((await rig.recovery.view('DR-1')).abort).toMatchObject({ by: { id: 'U0REQUESTER' } });
    expect(rig.slack.ephemerals('U0REQUESTER').at(-1)?.text).toContain('The abort of *DR-1* is recorded.');
  });

  it.each([
    ['retry', 'retry'],
    ['stop', 'stop'],
    ['roll-back', 'cancelled'],
  ])('takes %s when a step has failed, and offers no choice afterwards', async (action, outcome) => {
    await fail('fence', 'us-east-1 does not answer.');
    await rig.reporter.report('DR-1');
    const message = await live();
    if (message === undefined) throw new Error('There is no live message.');
    expect(textOf(message.blocks)).toContain('Roll back to give us-east-1 its writers back');
    await rig.slack.as('U0REQUESTER').click(message, action);
    expect((await rig.recovery.view('DR-1')).questions.find(({ id }) => id === 'fence.1')).toMatchObject({ outcome });
    await rig.reporter.report('DR-1');
    expect(textOf((await live())?.blocks)).not.toContain('Roll back to give us-east-1 its writers back');
  });
});

describe('a step that may be skipped', () => {
  it('asks the first why, and a second person who approves to agree, before the run goes on', async () => {
    await fail('scale', 'The quota is too small.');
    await rig.reporter.report('DR-1');
    const message = async () => (await rig.said('dr-1-shop-failover'))[0] ?? { channel: '', ts: '' };
    const rosa = rig.slack.as('U0REQUESTER');
    const { view } = await rosa.click(await message(), 'skip');
    expect(textOf(view?.blocks)).toContain('us-west-2 gets the users of us-east-1 with the tasks that it has now.');
    await rosa.submit(view?.id ?? '', { reason: 'One task is enough tonight.' });
    expect((await rig.recovery.view('DR-1')).phase).toBe('waiting-for-decision');
    await rig.reporter.report('DR-1');
    expect(textOf((await rig.said('dr-1-shop-failover'))[0]?.blocks)).toContain('<@U0REQUESTER> would go on without it');

    const amir = rig.slack.as('U0APPROVER1');
    const second = await amir.click(await message(), 'skip');
    const { view: agreed } = await amir.submit(second.view?.id ?? '');
    expect(textOf(agreed?.blocks)).toContain('DR-1 goes on without this step.');
    const row = (await rig.recovery.view('DR-1')).rows.find(({ id }) => id === 'scale');
    expect(row).toMatchObject({ state: 'skipped', says: expect.stringContaining('One task is enough tonight.') });
  });
});

async function joinApprovals(user: string): Promise<void> {
  await lookingAt(rig.slack)
    .conversations.invite({ channel: 'C0APPROVALS', users: user })
    .catch(() => undefined);
}

async function fail(row: string, why: string): Promise<void> {
  const { records } = rig;
  const at = Date.now();
  await records.journal.append('DR-1', at, { kind: 'failed', row, undo: false, error: 'TimedOut', why });
  const asked = await records.questions.ask({
    ...{
      run: 'DR-1',
      id: `${row}.1`,
      row,
      kind: 'decision',
      hash: '',
      needed: 1,
      expiresAt: null,
      votes: [],
      outcome: null,
      askedAt: at,
    },
  });
  await chronicle(records, asked, at);
}
