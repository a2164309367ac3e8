import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportClient } from '../../bot/client.ts';
import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import { chronicle } from '../../orchestrator/questions.ts';
import { lookingAt, type Rig, startRig, textOf } from './rig.ts';

const CHANNEL = 'dr-1-shop-failover';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await rig.recovery.begin({
    application: 'shop',
    plan: 'failover',
    reason: 'disk *on* <fire>',
    by: { id: 'U0REQUESTER', via: 'slack' },
  });
});
afterEach(() => rig.stop());

const write = async (...bodies: readonly EntryBody[]) => {
  for (const body of bodies) await rig.records.journal.append('DR-1', Date.now(), body);
};
const report = () => rig.reporter.report('DR-1');
/** What was said in a channel, without Slack's own notes. */
const texts = async (channel: string) =>
  (await rig.said(channel)).map(({ text }) => text).filter((text) => !text.includes(' set the channel topic'));
const approve = async () => {
  const { records } = rig;
  await records.questions.vote('DR-1', 'approval.1', await hash(), {
    by: { id: 'U0APPROVER1', via: 'slack' },
    verdict: 'approve',
    at: Date.now(),
  });
  await chronicle(records, await records.questions.settle('DR-1', 'approval.1', 'approved', Date.now()), Date.now());
};
const hash = async () => (await rig.recovery.view('DR-1')).planned?.hash ?? '';
const closed: EntryBody = {
  ...{ kind: 'closed', result: 'succeeded', says: 'us-west-2 is the writer.', left: [] },
  summary: {
    rto: { humanMs: 61_000, machineMs: 1_800, targetMs: 900_000 },
    rpo: { achievedMs: 120, targetMs: 60_000, how: 'By commit time.' },
    fence: { outcome: 'unreachable', acceptedBy: ['U0APPROVER1'] },
  },
};
const late: EntryBody = {
  ...{ kind: 'fenced-later', says: 'us-east-1 is fenced.', at: Date.UTC(2026, 10, 23), bothWritableMs: 4_000 },
  stranded: { count: 2, keys: ['order-a', 'order-b'] },
};

describe('a run in Slack', () => {
  it('has an approval card with everything one decides by', async () => {
    expect(await report()).toEqual({ behind: [] });
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
      (await hash()).slice(0, 8),
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
    await report();
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
    await report();
    await approve();
    await write(
      { kind: 'started', row: 'fence', undo: false },
      { kind: 'done', row: 'fence', undo: false, says: 'Nobody can write in us-east-1.', evidence: {} },
    );
    await report();
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
    await report();
    await approve();
    await report();
    await write({ kind: 'point-of-no-return', row: 'promote' });
    await report();
    await write({ kind: 'failed', row: 'scale', undo: false, error: 'TimedOut', why: 'The quota is used up.' });
    await write({ kind: 'asked', question: 'scale.1', row: 'scale', needed: 1, expiresAt: null });
    await report();
    await write(
      { kind: 'decided', question: 'scale.1', row: 'scale', outcome: 'retry', by: { id: 'U0REQUESTER', via: 'slack' } },
      closed,
    );
    for (let again = 0; again < 3; again += 1) await rig.anotherReporter().report('DR-1');
    const [, ...said] = await texts(CHANNEL);
    expect(said.map((text) => text.split(' ').slice(0, 5).join(' '))).toEqual([
      ':raised_hand: DR-1 waits for 1',
      ':arrow_forward: DR-1 started: Failover of',
      ':no_entry: DR-1 is past the',
      ':raised_hand: DR-1 waits for a',
      ':white_check_mark: DR-1 is done. us-west-2',
      'DR-1 Failover of shop: succeeded.',
    ]);
  });

  it('ends with a summary that keeps people and machine apart, and learns of what was stranded', async () => {
    await approve();
    await write(closed);
    await report();
    const summary = async () => textOf((await rig.said(CHANNEL)).find(({ text }) => text.includes('succeeded'))?.blocks);
    expect(await summary()).toContain('1 min 1 s');
    expect(await summary()).toContain('1.8 s, target 15 min');
    expect(await summary()).toContain('unreachable, accepted by <@U0APPROVER1>');
    expect(await summary()).toContain('not known until the old writer is reached');
    await write(late);
    await report();
    expect(await summary()).not.toContain('not known until the old writer is reached');
    expect(textOf((await rig.said(CHANNEL)).at(-1)?.blocks)).toContain('order-b');
  });

  it('says on the old card that its votes are void, and asks anew on another', async () => {
    await report();
    const { records } = rig;
    const planned = (await rig.recovery.view('DR-1')).planned;
    if (planned === null) throw new Error('Nothing was planned.');
    await chronicle(records, await records.questions.settle('DR-1', 'approval.1', 'superseded', Date.now()), Date.now());
    await write({ kind: 'planned', ...planned, revision: 2, hash: 'beefbeef22', drift: ['us-east-1 is gone.'] });
    await write({ kind: 'asked', question: 'approval.2', row: 'approval', needed: 1, expiresAt: Date.now() + 60_000 });
    await report();
    const [first, second] = await rig.said('dr-approvals');
    expect(textOf(first?.blocks)).toContain('these votes are void');
    expect(textOf(first?.blocks)).toContain(planned.hash.slice(0, 8));
    expect(textOf(second?.blocks)).toContain('beefbeef');
  });
});

describe('the reporter', () => {
  it('calls no Slack when nothing is new', async () => {
    await report();
    rig.slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    expect(await rig.anotherReporter().report('DR-1')).toEqual({ behind: [] });
  });

  it('draws a live message no more often than it may, and says that it is behind', async () => {
    let now = Date.now();
    const clock = { now: () => now, sleep: async () => undefined };
    const reporter = rig.anotherReporter({ clock, minIntervalMs: 5_000 });
    await reporter.report('DR-1');
    await write({ kind: 'working', row: 'preflight', undo: false, why: 'Still looking.' });
    expect(await reporter.report('DR-1')).toEqual({ behind: ['live'] });
    expect(textOf((await rig.said(CHANNEL))[0])).not.toContain('Still looking.');
    now += 5_000;
    expect(await reporter.report('DR-1')).toEqual({ behind: [] });
    expect(textOf((await rig.said(CHANNEL))[0])).toContain('Still looking.');
  });

  it('does not overlap itself, and a report asked for meanwhile sees the newest entry', async () => {
    const first = report();
    await approve();
    await Promise.all([first, report(), report()]);
    const said = await texts(CHANNEL);
    expect(new Set(said).size).toBe(said.length);
    expect(textOf((await rig.said('dr-approvals'))[0]?.blocks)).toContain('Approved');
  });

  it('knows nothing of a run that has no journal', async () => {
    expect(await rig.reporter.report('DR-77')).toEqual({ behind: [] });
  });
});

describe('when Slack fails', () => {
  it('nothing is thrown, what is left is named, and the next report catches up', async () => {
    rig.slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    const { behind } = await report();
    expect(behind).toContain('approval.1');
    const complaints = rig.log.length;
    expect(rig.log.every(({ level }) => level === 'warn')).toBe(true);
    await report();
    expect(rig.log).toHaveLength(complaints);
    rig.slack.heal();
    expect(await report()).toEqual({ behind: [] });
    expect(await rig.said('dr-approvals')).toHaveLength(1);
  });

  it('a message whose answer never came is found, not sent twice', async () => {
    const broken = rig.anotherReporter({ client: losingAnswers(rig, 'chat.postMessage') });
    await broken.report('DR-1');
    expect(await rig.said('dr-approvals')).toHaveLength(1);
    expect(await rig.anotherReporter().report('DR-1')).toEqual({ behind: [] });
    expect(await rig.said('dr-approvals')).toHaveLength(1);
    expect(await texts(CHANNEL)).toHaveLength(2);
  });

  it('a channel that was made before a crash is taken up again', async () => {
    await lookingAt(rig.slack).conversations.create({ name: CHANNEL });
    expect(await report()).toEqual({ behind: [] });
    expect((await rig.slack.channels()).filter(({ name }) => name.startsWith('dr-1-'))).toHaveLength(1);
  });

  it('a rate limit is waited for as long as Slack says, and not asked again before', async () => {
    const slept: number[] = [];
    let now = Date.now();
    const sleep = async (ms: number) => {
      slept.push(ms);
      now += ms;
    };
    const clock = { now: () => now, sleep };
    const reporter = rig.anotherReporter({ clock });
    rig.slack.fail('conversations.setTopic', 1, { rateLimited: 1 });
    expect(await reporter.report('DR-1')).toEqual({ behind: [] });
    expect(slept).toEqual([1_000]);

    rig.slack.fail('chat.update', 1, { rateLimited: 60 });
    await approve();
    expect((await reporter.report('DR-1')).behind).toContain('approval.1');
    rig.slack.heal();
    expect((await reporter.report('DR-1')).behind).toContain('approval.1');
    now += 60_000;
    expect(await reporter.report('DR-1')).toEqual({ behind: [] });
  });

  it('a workspace without the newer blocks gets the same in plain lines', async () => {
    const plain = rig.anotherReporter({ client: withoutPlanBlocks(rig) });
    expect(await plain.report('DR-1')).toEqual({ behind: [] });
    const [live] = await rig.said(CHANNEL);
    expect(live?.blocks.some(({ type }) => type === 'plan')).toBe(false);
    expect(textOf(live?.blocks)).toContain('Promote the database in us-west-2');
  });

  it('a message that somebody deleted is posted again', async () => {
    await report();
    const [card] = await rig.said('dr-approvals');
    await lookingAt(rig.slack).chat.delete({ channel: 'C0APPROVALS', ts: card?.ts ?? '' });
    await approve();
    await report();
    expect(textOf((await rig.said('dr-approvals'))[0]?.blocks)).toContain('Approved');
  });

  it('a workspace that allows no channels hears it in the announcements channel', async () => {
    rig.slack.fail('conversations.create', Number.POSITIVE_INFINITY, { error: 'restricted_action' });
    expect((await report()).behind).toEqual(['channel']);
    expect((await texts('incidents')).some((text) => text.includes('waiting for approval'))).toBe(true);
  });

  it.each(['conversations.setTopic', 'pins.add', 'conversations.invite'])('%s fails alone', async (method) => {
    rig.slack.fail(method, Number.POSITIVE_INFINITY, { error: 'fatal_error' });
    expect((await report()).behind).toHaveLength(1);
    expect(await texts(CHANNEL)).toHaveLength(2);
    rig.slack.heal();
    expect(await report()).toEqual({ behind: [] });
  });
});

/** A client whose calls of a method reach Slack, but whose answers are lost on the way back. */
function losingAnswers(rig: Rig, method: string) {
  return clientOver(rig, async (url, init) => {
    const response = await fetch(url, init);
    if (String(url).endsWith(method)) throw new TypeError('socket hang up');
    return response;
  });
}

/** A client of a workspace that does not know the plan block. */
function withoutPlanBlocks(rig: Rig) {
  return clientOver(rig, async (url, init) =>
    String(init?.body).includes(encodeURIComponent('"type":"plan"'))
      ? Response.json({ ok: false, error: 'invalid_blocks' })
      : fetch(url, init),
  );
}

function clientOver({ slack }: Rig, over: typeof fetch) {
  return reportClient({ botToken: slack.botToken, url: slack.apiUrl, fetch: over }, () => undefined);
}
