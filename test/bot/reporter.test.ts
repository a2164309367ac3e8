import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import { chronicle } from '../../orchestrator/questions.ts';
import { CHANNEL, type RequestedRun, requestRun } from './requested-run.ts';
import { lookingAt, textOf } from './rig.ts';

let rig: RequestedRun;
beforeEach(async () => {
  rig = await requestRun();
});
afterEach(() => rig.stop());

const closed: EntryBody = {
  ...{ kind: 'closed', result: 'succeeded', says: 'us-west-2 is the writer.', left: [] },
  summary: {
    rto: { humanMs: 61_000, machineMs: 1_800, targetMs: 900_000 },
    rpo: { achievedMs: 120, targetMs: 60_000, how: 'By commit time.' },
    fence: { outcome: 'unreachable', acceptedBy: ['U0APPROVER1'] },
  },
};
const late: EntryBody = {
  ...{ kind: 'fenced-later', says: 'us-east-1 is fenced.', fencedAt: Date.UTC(2026, 10, 23), bothWritableMs: 4_000 },
  stranded: { count: 2, keys: ['order-a', 'order-b'] },
};

describe('a run in Slack', () => {
  it('has an approval card with everything one decides by', async () => {
    expect(await rig.report()).toEqual({ behind: [] });
    const [card] = await rig.said('dr-approvals');
    const text = textOf(card?.blocks);
    for (const part of [
      'Failover of shop: us-east-1 → us-west-2 (DR-1)',
      '1 approval needed',
      '<@U0REQUESTER>',
      'production',
      'target 15 min',
      'target 1 min',
      '0 of 1',
      '<!date^',
      'Promote the database in us-west-2',
      '<@U0APPROVER1>',
      '<!subteam^S0DRAPPROVERS>',
      (await rig.hash()).slice(0, 8),
      'Review',
      'Deny',
    ]) {
      expect(text).toContain(part);
    }
    expect(card?.blocks).toContainEqual(
      expect.objectContaining({ text: { type: 'plain_text', text: 'Reason: disk *on* <fire>', emoji: true } }),
    );
  });

  it('has a channel of its own, with topic, pin and the people it concerns', async () => {
    await rig.report();
    const channel = (await rig.slack.channels()).find(({ name }) => name === CHANNEL);
    expect(channel).toMatchObject({ topic: 'DR-1 Failover of shop, us-east-1 → us-west-2. The pinned message is live.' });
    expect(channel?.members).toEqual(expect.arrayContaining(['U0REQUESTER', 'U0APPROVER1', 'U0APPROVER2']));
    expect(channel?.members).not.toContain('U0GUEST');
    const [live] = await rig.said(CHANNEL);
    const pinAgain = lookingAt(rig.slack).pins.add({ channel: channel?.id ?? '', timestamp: live?.ts ?? '' });
    await expect(pinAgain).rejects.toThrow('already_pinned');
    expect(textOf(await rig.said('incidents'))).toContain(`Follow it in <#${channel?.id}>.`);
  });

  it('is redrawn in place while it goes on, and the card loses its buttons once it is decided', async () => {
    await rig.report();
    await rig.approve();
    await rig.write(
      { kind: 'started', row: 'fence', undo: false },
      { kind: 'done', row: 'fence', undo: false, says: 'Nobody can write in us-east-1.', evidence: {} },
    );
    await rig.report();
    const [card, ...others] = await rig.said('dr-approvals');
    expect(others).toEqual([]);
    expect(textOf(card?.blocks)).toContain('Approved');
    expect(card?.blocks.some(({ type }) => type === 'actions')).toBe(false);
    const [live] = await rig.said(CHANNEL);
    expect(textOf(live?.blocks)).toContain('Nobody can write in us-east-1.');
    expect(live?.blocks).toContainEqual(expect.objectContaining({ type: 'plan' }));
    expect((await rig.said('incidents')).filter(({ text }) => text.startsWith('DR-1'))).toHaveLength(1);
  });

  it('says each milestone once, however often it is reported', async () => {
    await rig.report();
    await rig.approve();
    await rig.report();
    await rig.write({ kind: 'point-of-no-return', row: 'promote' });
    await rig.report();
    await rig.write({ kind: 'failed', row: 'scale', undo: false, error: 'TimedOut', why: 'The quota is used up.' });
    await rig.write({ kind: 'asked', question: 'scale.1', row: 'scale', needed: 1, expiresAt: null });
    await rig.report();
    await rig.write(
      { kind: 'decided', question: 'scale.1', row: 'scale', outcome: 'retry', by: { id: 'U0REQUESTER', via: 'slack' } },
      closed,
    );
    for (let again = 0; again < 3; again += 1) await rig.anotherReporter().report('DR-1');
    const [, ...said] = await rig.texts(CHANNEL);
    expect(said.map((text) => text.split(' ').slice(0, 5).join(' '))).toEqual([
      ':raised_hand: DR-1 waits for 1',
      ':arrow_forward: DR-1 is approved by',
      ':no_entry: DR-1 is past the',
      ':raised_hand: DR-1 waits for a',
      ':white_check_mark: DR-1 is done. us-west-2',
      'DR-1 Failover of shop: succeeded.',
    ]);
  });

  it('ends with a summary that keeps people and machine apart, and learns of what was stranded', async () => {
    await rig.approve();
    await rig.write(closed);
    await rig.report();
    const summary = async () => textOf((await rig.said(CHANNEL)).find(({ text }) => text.includes('succeeded'))?.blocks);
    expect(await summary()).toContain('1 min 1 s');
    expect(await summary()).toContain('1.8 s, target 15 min');
    expect(await summary()).toContain('unreachable, accepted by <@U0APPROVER1>');
    expect(await summary()).toContain('not known until the old writer is reached');
    await rig.write(late);
    await rig.report();
    expect(await summary()).not.toContain('not known until the old writer is reached');
    expect(textOf((await rig.said(CHANNEL)).at(-1)?.blocks)).toContain('order-b');
  });

  it('is announced as not fenced until it is', async () => {
    await rig.approve();
    await rig.write(
      { kind: 'started', row: 'fence', undo: false },
      { kind: 'done', row: 'fence', undo: false, says: 'Out of reach.', evidence: { outcome: 'unreachable' } },
      { kind: 'point-of-no-return', row: 'promote' },
      closed,
    );
    const announced = async () => textOf((await rig.said('incidents')).find(({ text }) => text.startsWith('DR-1'))?.blocks);
    await rig.report();
    expect(await announced()).toContain('us-east-1 is not fenced');
    await rig.write(late);
    await rig.report();
    expect(await announced()).not.toContain('us-east-1 is not fenced');
  });

  it('says on the old card that its votes are void, and asks anew on another', async () => {
    await rig.report();
    const { records } = rig;
    const planned = (await rig.recovery.view('DR-1')).planned;
    if (planned === null) throw new Error('Nothing was planned.');
    await chronicle(records, await records.questions.settle('DR-1', 'approval.1', 'superseded', Date.now()), Date.now());
    await rig.write({ kind: 'planned', ...planned, revision: 2, hash: 'beefbeef22', drift: ['us-east-1 is gone.'] });
    await rig.write({ kind: 'asked', question: 'approval.2', row: 'approval', needed: 1, expiresAt: Date.now() + 60_000 });
    await rig.report();
    const [first, second] = await rig.said('dr-approvals');
    expect(textOf(first?.blocks)).toContain('these votes are void');
    expect(textOf(first?.blocks)).toContain(planned.hash.slice(0, 8));
    expect(textOf(second?.blocks)).toContain('beefbeef');
  });
});

describe('the reporter', () => {
  it('calls no Slack when nothing is new', async () => {
    await rig.report();
    rig.slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    expect(await rig.anotherReporter().report('DR-1')).toEqual({ behind: [] });
  });

  it('draws a live message no more often than it may, and says that it is behind', async () => {
    let now = Date.now();
    const clock = { now: () => now, sleep: async () => undefined };
    const reporter = rig.anotherReporter({ clock, minIntervalMs: 5_000 });
    await reporter.report('DR-1');
    await rig.write({ kind: 'working', row: 'preflight', undo: false, why: 'Still looking.' });
    expect(await reporter.report('DR-1')).toEqual({ behind: ['live'] });
    expect(textOf((await rig.said(CHANNEL))[0])).not.toContain('Still looking.');
    now += 5_000;
    expect(await reporter.report('DR-1')).toEqual({ behind: [] });
    expect(textOf((await rig.said(CHANNEL))[0])).toContain('Still looking.');
  });

  it('does not overlap itself, and a report asked for meanwhile sees the newest entry', async () => {
    const first = rig.report();
    await rig.approve();
    await Promise.all([first, rig.report(), rig.report()]);
    const said = await rig.texts(CHANNEL);
    expect(new Set(said).size).toBe(said.length);
    expect(textOf((await rig.said('dr-approvals'))[0]?.blocks)).toContain('Approved');
  });

  it('knows nothing of a run that has no journal', async () => {
    expect(await rig.reporter.report('DR-77')).toEqual({ behind: [] });
  });
});
