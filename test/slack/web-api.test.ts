import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSlack } from '../../lab/slack/local-slack.ts';
import { type Stage, setStage } from './small-platform.ts';
import { CARD } from './views.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.stop());
afterEach(() => stage.slack.heal());

describe('the Web API', () => {
  it('knows the users, channels and team by the ids of dr.yml', async () => {
    expect((await stage.web.users.info({ user: 'U0APPROVER1' })).user).toMatchObject({
      id: 'U0APPROVER1',
      real_name: 'Amir Haddad',
    });
    expect((await stage.web.conversations.info({ channel: 'C0APPROVALS' })).channel).toMatchObject({ name: 'dr-approvals' });
    expect(await stage.web.auth.test()).toMatchObject({ team_id: 'T0DRLAB00', user_id: 'U0DRPLATFORM' });
  });

  it('keeps mentions in what is posted', async () => {
    await stage.web.chat.postMessage({ channel: 'C0INCIDENTS', text: 'Asking <@U0APPROVER1> in <#C0APPROVALS>' });
    expect((await stage.slack.messages('C0INCIDENTS')).at(-1)?.text).toBe('Asking <@U0APPROVER1> in <#C0APPROVALS>');
  });

  it('lists the user group and who is in it', async () => {
    expect((await stage.web.usergroups.list()).usergroups).toMatchObject([{ id: 'S0DRAPPROVERS', handle: 'dr-approvers' }]);
    expect((await stage.web.usergroups.users.list({ usergroup: 'S0DRAPPROVERS' })).users).toEqual(['U0APPROVER2']);
    await expect(stage.web.usergroups.users.list({ usergroup: 'S0OTHER' })).rejects.toThrow('no_such_subteam');
  });

  it('redraws a message with plan and task_card blocks in place', async () => {
    const plan = (status: string) => [
      { type: 'plan', title: 'DR-42', tasks: [{ type: 'task_card', task_id: 'promote', title: 'Promote us-west-2', status }] },
    ];
    const { ts = '' } = (await stage.web.apiCall('chat.postMessage', {
      channel: 'C0INCIDENTS',
      text: 'x',
      blocks: plan('pending'),
    })) as { ts?: string };
    await stage.web.apiCall('chat.update', { channel: 'C0INCIDENTS', ts, text: 'y', blocks: plan('complete') });
    const all = (await stage.slack.messages('C0INCIDENTS')).filter((message) => message.ts === ts);
    expect(all).toMatchObject([{ text: 'y', edited: true, blocks: [{ tasks: [{ status: 'complete' }] }] }]);
  });

  it('makes an incident channel with topic, people, pin, bookmark and a thread', async () => {
    const { channel } = await stage.web.conversations.create({ name: 'dr-42-shop-failover' });
    const id = channel?.id ?? '';
    await stage.web.conversations.setTopic({ channel: id, topic: 'DR-42' });
    await stage.web.conversations.invite({ channel: id, users: 'U0REQUESTER,U0APPROVER1' });
    const { ts = '' } = await stage.web.chat.postMessage({ channel: id, text: 'DR-42 started', blocks: CARD });
    await stage.web.pins.add({ channel: id, timestamp: ts });
    await stage.web.bookmarks.add({ channel_id: id, title: 'Runbook', type: 'link', link: 'https://example.com/runbook' });
    await stage.web.chat.postMessage({ channel: id, thread_ts: ts, text: 'Replica is 12 bytes behind.' });
    const shown = (await stage.slack.channels()).find((one) => one.id === id);
    expect(shown).toMatchObject({ name: 'dr-42-shop-failover', topic: 'DR-42', bookmarks: [{ title: 'Runbook' }] });
    expect(shown?.members).toEqual(expect.arrayContaining(['U0REQUESTER', 'U0APPROVER1', 'U0DRPLATFORM']));
    const messages = await stage.slack.messages(id);
    expect(messages.find((message) => message.ts === ts)?.pinned).toBe(true);
    expect(messages.at(-1)).toMatchObject({ thread: ts, text: 'Replica is 12 bytes behind.' });
  });

  it('shows an ephemeral message to one person', async () => {
    await stage.web.chat.postEphemeral({ channel: 'C0APPROVALS', user: 'U0GUEST', text: 'You may not approve.' });
    expect(stage.slack.ephemerals('U0GUEST').at(-1)).toMatchObject({ text: 'You may not approve.', channel: 'C0APPROVALS' });
    expect((await stage.slack.messages('C0APPROVALS')).map(({ text }) => text)).not.toContain('You may not approve.');
  });

  it('refuses what Slack would refuse', async () => {
    const text = 'x'.repeat(151);
    const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text } }];
    await expect(stage.web.chat.postMessage({ channel: 'C0INCIDENTS', text: 'x', blocks })).rejects.toThrow('invalid_blocks');
    await expect(stage.web.apiCall('apps.invented')).rejects.toThrow('unknown_method');
  });

  it('believes only the bot token it was started with', async () => {
    const stranger = new WebClient('xoxb-stranger', { slackApiUrl: stage.slack.apiUrl });
    await expect(stranger.auth.test()).rejects.toThrow('invalid_auth');
  });

  it('holds the app to its scopes when it is given some', async () => {
    const slack = await startSlack({ scopes: ['chat:write'] });
    const web = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    await web.chat.postMessage({ channel: 'C0INCIDENTS', text: 'allowed' });
    await expect(web.usergroups.users.list({ usergroup: 'S0DRAPPROVERS' })).rejects.toThrow('missing_scope');
    await slack.stop();
  });
});

describe('faults', () => {
  const post = () => stage.web.chat.postMessage({ channel: 'C0INCIDENTS', text: 'hello' });

  it('rate limits as often as told, with the seconds to wait', async () => {
    stage.slack.fail('chat.postMessage', 1, { rateLimited: 2 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 2 });
    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('is down for every method until healed', async () => {
    stage.slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    await expect(post()).rejects.toThrow('503');
    await expect(post()).rejects.toThrow('503');
    stage.slack.heal();
    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('answers an error of Slack', async () => {
    stage.slack.fail('chat.update', 1, { error: 'invalid_blocks' });
    await expect(stage.web.chat.update({ channel: 'C0INCIDENTS', ts: '1.1', text: 'x' })).rejects.toThrow('invalid_blocks');
  });
});
