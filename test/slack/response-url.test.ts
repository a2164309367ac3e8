import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Stage, setStage } from './small-platform.ts';
import { CARD } from './views.ts';

let stage: Stage;
let now: number;
beforeEach(async () => {
  now = Date.now();
  stage = await setStage({ now: () => now });
});
afterEach(() => stage.stop());

const respond = (body: object) =>
  fetch(String(stage.received.at(-1)?.fields.response_url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function pressed() {
  const { ts = '' } = await stage.web.chat.postMessage({ channel: 'C0APPROVALS', text: 'card', blocks: CARD });
  await stage.slack.as('U0APPROVER1').click({ channel: 'C0APPROVALS', ts }, 'review');
  return ts;
}

describe('a response_url', () => {
  it('says something privately to the person who acted', async () => {
    await stage.slack.as('U0APPROVER1').command('/dr status');
    expect((await respond({ text: 'shop runs in us-east-1.' })).status).toBe(200);
    expect(stage.slack.ephemerals('U0APPROVER1')).toMatchObject([{ text: 'shop runs in us-east-1.', channel: 'C0INCIDENTS' }]);
  });

  it('replaces the message whose button was pressed', async () => {
    const ts = await pressed();
    await respond({ replace_original: true, text: 'Denied.' });
    expect(await stage.slack.messages('C0APPROVALS')).toMatchObject([{ ts, text: 'Denied.', blocks: [] }]);
  });

  it('replaces and deletes an ephemeral message', async () => {
    const posted = await stage.web.chat.postEphemeral({ channel: 'C0APPROVALS', user: 'U0APPROVER1', text: 'x', blocks: CARD });
    const ref = { channel: 'C0APPROVALS', ts: posted.message_ts ?? '' };
    await stage.slack.as('U0APPROVER1').click(ref, 'review');
    await respond({ replace_original: true, text: 'Done.' });
    expect(stage.slack.ephemerals('U0APPROVER1')).toMatchObject([{ text: 'Done.' }]);
    await respond({ delete_original: true });
    expect(stage.slack.ephemerals('U0APPROVER1')).toEqual([]);
  });

  it('takes five posts', async () => {
    await stage.slack.as('U0APPROVER1').command('/dr status');
    for (const text of ['1', '2', '3', '4', '5']) expect((await respond({ text })).status).toBe(200);
    const sixth = await respond({ text: '6' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('is good for 30 minutes', async () => {
    await stage.slack.as('U0APPROVER1').command('/dr status');
    now += 30 * 60_000 + 1;
    expect(await (await respond({ text: 'late' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });
});
