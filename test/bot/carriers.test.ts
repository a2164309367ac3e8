import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../bot/app.ts';
import { MAX_BODY_BYTES } from '../../bot/front.ts';
import { toLambdaHandler } from '../../bot/lambda.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { type Rig, startRig, textOf } from './rig.ts';
import { command, interaction, press, type Signing, signed } from './signed.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const ours = (body: string | Uint8Array, more: Signing = {}) => signed(body, { secret: rig.slack.signingSecret, ...more });
const post = ({ headers, body }: ReturnType<typeof signed>) => fetch(rig.url, { method: 'POST', headers, body });
const nowInSeconds = () => Math.floor(Date.now() / 1_000);

describe('the server on loopback', () => {
  it('answers a signed command as JSON that only its sender sees', async () => {
    const response = await post(ours(command('help')));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({ response_type: 'ephemeral', text: 'What /dr can do' });
  });

  it.each([
    ['forged', 401, () => ours(command('failover shop'), { secret: 'forged' })],
    ['expired', 401, () => ours(command('failover shop'), { at: nowInSeconds() - 600 })],
    ['future', 401, () => ours(command('failover shop'), { at: nowInSeconds() + 600 })],
    ['oversized', 413, () => ours(command(`failover shop ${'x'.repeat(MAX_BODY_BYTES)}`))],
    ['malformed', 400, () => ours('payload={')],
    ["another app's", 401, () => ours(command('failover shop', { api_app_id: 'A0SOMEBODY' }))],
  ])('refuses a %s request with %i, and nothing was done', async (_, status, request) => {
    expect((await post(request())).status).toBe(status);
    expect(await rig.recovery.running()).toEqual([]);
  });

  it('carries out a request that arrives twice once', async () => {
    const request = ours(command('failover shop'));
    expect((await post(request)).status).toBe(200);
    expect((await post(request)).status).toBe(401);
    expect(await rig.recovery.running()).toHaveLength(1);
  });

  it('has nothing elsewhere, and answers nothing but posts', async () => {
    expect((await fetch(rig.url.replace('/slack/events', '/'))).status).toBe(404);
    expect((await fetch(rig.url)).status).toBe(405);
  });

  it('says so when no listener answers, rather than nothing', async () => {
    const unknown = press({ actions: [{ type: 'button', action_id: 'of-another-version', value: '{}' }] });
    expect((await post(ours(interaction(unknown)))).status).toBe(404);
    expect((await post(ours(command('help', { command: '/other' })))).status).toBe(404);
  });

  it('believes nothing that a button carries: neither what it is not, nor whose it is', async () => {
    await post(ours(command('failover shop')));
    const abort = (value: string, user: string) =>
      post(ours(interaction(press({ user: { id: user }, actions: [{ type: 'button', action_id: 'abort', value }] }))));
    for (const value of ['not JSON', '{"run":"DR-1","by":"U0REQUESTER"}', '{"run":"../DR-1"}', '["DR-1"]']) {
      expect((await abort(value, 'U0REQUESTER')).status).toBe(200);
    }
    await abort('{"run":"DR-1"}', 'U0GUEST');
    expect((await rig.recovery.view('DR-1')).abort).toBeNull();
    await abort('{"run":"DR-1"}', 'U0REQUESTER');
    expect((await rig.recovery.view('DR-1')).abort).not.toBeNull();
  });
});

describe('the Lambda handler', () => {
  const handler = () => {
    const { recovery, config, records, slack } = rig;
    const directory = { members: async () => [] };
    return toLambdaHandler(async () =>
      createApp({
        platform: { recovery, config, plans, surfaces: records.surfaces, directory, log: () => undefined },
        slack: { botToken: slack.botToken, url: slack.apiUrl, signingSecret: slack.signingSecret },
        replays: records.replays,
        now: Date.now,
      }),
    );
  };
  const event = ({ headers, body }: ReturnType<typeof signed>, isBase64Encoded: boolean) => ({
    ...{ version: '2.0', rawPath: '/slack/events', headers, isBase64Encoded, requestContext: { timeEpoch: Date.now() } },
    body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
  });

  it('takes two arguments, as Node 24 on Lambda wants it', () => {
    expect(handler()).toHaveLength(2);
  });

  it('verifies and reads a base64 body as bytes, whatever was typed', async () => {
    const answer = await handler()(event(ours(command('failover shop Zürich – 火事 🔥')), true), {});
    expect(answer.statusCode).toBe(200);
    expect((await rig.recovery.view('DR-1')).run.reason).toBe('Zürich – 火事 🔥');
  });

  it('verifies and reads a raw body, percent-encoded or not', async () => {
    const raw = ours(`${command('failover shop')}&note=Zürich`, {
      contentType: 'application/x-www-form-urlencoded; charset=utf-8',
    });
    expect((await handler()(event(raw, false), {})).statusCode).toBe(200);
    expect(await rig.recovery.running()).toHaveLength(1);
  });

  it('answers as the server does', async () => {
    const lambda = await handler()(event(ours(command('whoami')), true), {});
    const server = await post(ours(command('whoami', { trigger_id: '1.2.4' })));
    expect(textOf(JSON.parse(lambda.body))).toContain('Who you are here');
    expect(lambda.headers['content-type']).toBe(server.headers.get('content-type'));
  });

  it('refuses what another instance has received', async () => {
    const request = ours(command('whoami'));
    expect((await post(request)).status).toBe(200);
    expect((await handler()(event(request, true), {})).statusCode).toBe(401);
  });

  it('takes header names in any case', async () => {
    const request = ours(command('help'));
    const shouted = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toUpperCase(), value]));
    expect((await handler()({ ...event(request, true), headers: shouted }, {})).statusCode).toBe(200);
  });

  it.each([
    ['forged', 401, () => ours(command('help'), { secret: 'forged' })],
    ['oversized', 413, () => ours('x'.repeat(MAX_BODY_BYTES + 1))],
  ])('refuses a %s event with %i', async (_, status, request) => {
    expect((await handler()(event(request(), true), {})).statusCode).toBe(status);
  });
});
