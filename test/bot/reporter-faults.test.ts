import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportClient } from '../../bot/client.ts';
import { CHANNEL, type RequestedRun, requestRun } from './requested-run.ts';
import { lookingAt, type Rig, textOf } from './rig.ts';

let rig: RequestedRun;
beforeEach(async () => {
  rig = await requestRun();
});
afterEach(() => rig.stop());

it('what the journal keeps from being drawn holds up no other message, and is thrown once they are drawn', async () => {
  await rig.report();
  const summary = { rto: null } as never;
  await rig.write({ kind: 'closed', result: 'succeeded', says: 'shop runs in us-west-2.', left: [], summary });
  await expect(rig.report()).rejects.toThrow(TypeError.name);
  expect((await rig.texts(CHANNEL)).join()).toContain('shop runs in us-west-2.');
});

describe('when Slack fails', () => {
  it('nothing is thrown, what is left is named, and the next report catches up', async () => {
    rig.slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    const { behind } = await rig.report();
    expect(behind).toContain('approval.1');
    const complaints = rig.log.length;
    expect(rig.log.every(({ level }) => level === 'warn')).toBe(true);
    await rig.report();
    expect(rig.log).toHaveLength(complaints);
    rig.slack.heal();
    expect(await rig.report()).toEqual({ behind: [] });
    expect(await rig.said('dr-approvals')).toHaveLength(1);
  });

  it('a message whose answer never came is found, not sent twice', async () => {
    const broken = rig.anotherReporter({ client: losingAnswers(rig, 'chat.postMessage') });
    await broken.report('DR-1');
    expect(await rig.said('dr-approvals')).toHaveLength(1);
    expect(await rig.anotherReporter().report('DR-1')).toEqual({ behind: [] });
    expect(await rig.said('dr-approvals')).toHaveLength(1);
    expect(await rig.texts(CHANNEL)).toHaveLength(2);
  });

  it('a message that another reporter began to post is left to it for half a minute, and then looked for', async () => {
    let now = Date.now();
    const clock = { now: () => now, sleep: async () => undefined };
    const client = clientOver(rig, (url, init) =>
      String(url).endsWith('chat.postMessage') ? new Promise<Response>(() => undefined) : fetch(url, init),
    );
    void rig.anotherReporter({ client, clock }).report('DR-1');
    await expect.poll(() => rig.records.surfaces.of('DR-1')).toMatchObject([{ name: 'approval.1', drawnSeq: 0 }]);
    const other = rig.anotherReporter({ clock });
    expect((await other.report('DR-1')).behind).toContain('approval.1');
    expect(await rig.said('dr-approvals')).toEqual([]);
    now += 30_000;
    expect(await other.report('DR-1')).toEqual({ behind: [] });
    expect(await rig.said('dr-approvals')).toHaveLength(1);
  });

  it('reporters that begin at once post nothing twice', async () => {
    const reporters = Array.from({ length: 4 }, () => rig.anotherReporter());
    await Promise.all(reporters.map((reporter) => reporter.report('DR-1')));
    await rig.report();
    expect(await rig.said('dr-approvals')).toHaveLength(1);
    expect(await rig.texts(CHANNEL)).toHaveLength(2);
    expect(await rig.said('incidents')).toHaveLength(1);
  });

  it('a channel that was made before a crash is taken up again', async () => {
    await lookingAt(rig.slack).conversations.create({ name: CHANNEL });
    expect(await rig.report()).toEqual({ behind: [] });
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
    await rig.approve();
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
    await rig.report();
    const [card] = await rig.said('dr-approvals');
    await lookingAt(rig.slack).chat.delete({ channel: 'C0APPROVALS', ts: card?.ts ?? '' });
    await rig.approve();
    await rig.report();
    expect(textOf((await rig.said('dr-approvals'))[0]?.blocks)).toContain('Approved');
  });

  it('a workspace that allows no channels hears it in the announcements channel', async () => {
    rig.slack.fail('conversations.create', Number.POSITIVE_INFINITY, { error: 'restricted_action' });
    expect((await rig.report()).behind).toEqual(['channel']);
    expect((await rig.texts('incidents')).some((text) => text.includes('waiting for approval'))).toBe(true);
  });

  it.each(['conversations.setTopic', 'pins.add', 'conversations.invite'])('%s fails alone', async (method) => {
    rig.slack.fail(method, Number.POSITIVE_INFINITY, { error: 'fatal_error' });
    expect((await rig.report()).behind).toHaveLength(1);
    expect(await rig.texts(CHANNEL)).toHaveLength(2);
    rig.slack.heal();
    expect(await rig.report()).toEqual({ behind: [] });
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
