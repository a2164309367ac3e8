import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Stage, setStage } from './small-platform.ts';
import { CARD } from './views.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.stop());
beforeEach(() => stage.behave(() => undefined));

describe('a slash command', () => {
  it('arrives signed, with the ids of dr.yml and the text behind the command', async () => {
    await stage.slack.as('U0REQUESTER').command('/dr failover shop database on fire');
    expect(stage.received.at(-1)?.fields).toMatchObject({
      command: '/dr',
      text: 'failover shop database on fire',
      user_id: 'U0REQUESTER',
      channel_id: 'C0INCIDENTS',
      channel_name: 'incidents',
      team_id: 'T0DRLAB00',
      api_app_id: 'A0DRPLATFORM',
    });
  });

  it('is refused by an app that knows another signing secret', async () => {
    const forger = await setStage({ signingSecret: 'another' });
    forger.slack.deliverTo(stage.url);
    const before = stage.received.length;
    expect((await forger.slack.as('U0REQUESTER').command('/dr status')).failure).toBe('dispatch_failed');
    expect(stage.received).toHaveLength(before);
    await forger.stop();
  });

  it('shows the answer to the one who asked, and to nobody else', async () => {
    stage.behave(() => ({ response_type: 'ephemeral', text: 'DR-42 requested.' }));
    const reply = await stage.slack.as('U0REQUESTER').command('/dr failover shop');
    expect(reply).toMatchObject({ failure: null, text: 'DR-42 requested.' });
    expect(stage.slack.ephemerals('U0REQUESTER').at(-1)).toMatchObject({ text: 'DR-42 requested.', onlyFor: 'U0REQUESTER' });
    expect(stage.slack.ephemerals('U0APPROVER1')).toEqual([]);
  });

  it('shows an answer in the channel when the app says so', async () => {
    stage.behave(() => ({ response_type: 'in_channel', text: 'All is well.' }));
    await stage.slack.as('U0GUEST').command('/dr status', 'C0APPROVALS');
    expect((await stage.slack.messages('C0APPROVALS')).at(-1)).toMatchObject({ text: 'All is well.', user: 'U0DRPLATFORM' });
  });

  it('shows dispatch_failed while the app is down, and works when it is back', async () => {
    const own = await setStage();
    own.slack.deliverTo('http://127.0.0.1:9/slack/events');
    expect((await own.slack.as('U0REQUESTER').command('/dr status')).failure).toBe('dispatch_failed');
    expect(own.slack.ephemerals('U0REQUESTER')).toMatchObject([
      { user: 'USLACKBOT', text: '/dr failed with the error "dispatch_failed"' },
    ]);
    own.slack.deliverTo(own.url);
    expect((await own.slack.as('U0REQUESTER').command('/dr status')).failure).toBeNull();
    await own.stop();
  });

  it('shows dispatch_failed when the app answers with an error', async () => {
    stage.behave(() => Promise.resolve(new Response('broken', { status: 500 })));
    expect((await stage.slack.as('U0REQUESTER').command('/dr status')).failure).toBe('dispatch_failed');
  });

  it('shows invalid_command_response when Slack cannot draw the answer', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    stage.behave(() => ({ text: 'x', blocks }));
    expect((await stage.slack.as('U0REQUESTER').command('/dr status')).failure).toBe('invalid_command_response');
  });

  it('cannot be sent from a channel that the person is not in', async () => {
    const { channel } = await stage.web.conversations.create({ name: 'dr-1-shop-failover' });
    await expect(stage.slack.as('U0GUEST').command('/dr status', channel?.id)).rejects.toThrow('Gus Moreau is not in channel');
  });
});

describe('a button', () => {
  it('arrives as block_actions with its value and the message it is in', async () => {
    const { ts = '' } = await stage.web.chat.postMessage({ channel: 'C0APPROVALS', text: 'card', blocks: CARD });
    await stage.slack.as('U0APPROVER2').click({ channel: 'C0APPROVALS', ts }, 'review');
    expect(stage.received.at(-1)?.fields).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0APPROVER2' },
      container: { type: 'message', message_ts: ts, channel_id: 'C0APPROVALS' },
      actions: [{ type: 'button', action_id: 'review', block_id: 'choices', value: 'DR-42' }],
    });
  });

  it('cannot be pressed once the message was redrawn without it', async () => {
    const { ts = '' } = await stage.web.chat.postMessage({ channel: 'C0APPROVALS', text: 'card', blocks: CARD });
    await stage.web.chat.update({ channel: 'C0APPROVALS', ts, text: 'decided', blocks: [] });
    const press = stage.slack.as('U0APPROVER1').click({ channel: 'C0APPROVALS', ts }, 'review');
    await expect(press).rejects.toThrow('There is no button review to press here.');
  });
});
