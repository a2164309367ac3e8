import { describe, expect, it } from 'vitest';
import { createFront, type Incoming, MAX_BODY_BYTES } from '../../bot/front.ts';
import { memoryReplays } from '../../lab/memory/records/replays.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Replays } from '../../orchestrator/ports/records.ts';
import { command, FORM, interaction, press, SECRET, type Signing, signed } from './signed.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const SECOND = NOW / 1_000;

const at = (seconds: number, more: Signing = {}) => ({ at: seconds, ...more });
const OURS = { signingSecret: SECRET, app: 'A0DRPLATFORM', teams: ['T0DRLAB00'] };
const frontWith = (replays: Replays = memoryReplays()) => createFront({ ...OURS, replays, now: () => NOW });
const verdictOn = (request: Incoming, front = frontWith()) => front(request);

describe('the front accepts', () => {
  it('a command that is signed now', async () => {
    const admission = await verdictOn(signed(command('status'), at(SECOND)));
    expect(admission).toMatchObject({ kind: 'accepted', payload: { body: { command: '/dr', text: 'status' } } });
  });

  it('a timestamp five minutes away, either way', async () => {
    for (const seconds of [SECOND - 300, SECOND + 300]) {
      expect(await verdictOn(signed(command(''), at(seconds)))).toMatchObject({ kind: 'accepted' });
    }
  });

  it('a content type with a charset', async () => {
    const request = signed(command('status'), at(SECOND, { contentType: `${FORM}; charset=utf-8` }));
    expect(await verdictOn(request)).toMatchObject({ kind: 'accepted' });
  });

  it('text beyond ASCII, as it was typed', async () => {
    const admission = await verdictOn(signed(command('failover shop Zürich – 火事 🔥'), at(SECOND)));
    expect(admission).toMatchObject({ payload: { body: { text: 'failover shop Zürich – 火事 🔥' } } });
  });

  it('a press of a button', async () => {
    expect(await verdictOn(signed(interaction(press()), at(SECOND)))).toMatchObject({ kind: 'accepted' });
  });
});

describe('the front answers by itself', () => {
  it("Slack's check of the URL with its challenge", async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c0ffee', token: 'old' });
    const request = signed(body, at(SECOND, { contentType: 'application/json' }));
    expect(await verdictOn(request)).toEqual({ kind: 'answered', status: 200, body: 'c0ffee' });
  });

  it("Slack's check of the certificate", async () => {
    expect(await verdictOn(signed('ssl_check=1&token=old', at(SECOND)))).toEqual({ kind: 'answered', status: 200, body: '' });
  });
});

describe('the front refuses', () => {
  const refusals: readonly [string, number, Incoming][] = [
    [
      'a body that is too large, before it looks at anything else',
      413,
      { headers: {}, body: new Uint8Array(MAX_BODY_BYTES + 1) },
    ],
    [
      'a request without a signature',
      401,
      { ...signed(command(''), at(SECOND)), headers: { 'x-slack-request-timestamp': String(SECOND) } },
    ],
    ['a request without a timestamp', 401, withHeader(signed(command(''), at(SECOND)), 'x-slack-request-timestamp', undefined)],
    ['a request from the past', 401, signed(command(''), at(SECOND - 301))],
    ['a request from the future', 401, signed(command(''), at(SECOND + 301))],
    [
      'a timestamp that is no number',
      401,
      withHeader(signed(command(''), at(SECOND)), 'x-slack-request-timestamp', `${SECOND}.5`),
    ],
    ["somebody else's signature", 401, signed(command(''), at(SECOND, { secret: 'another secret' }))],
    ['a signature of another length', 401, withHeader(signed(command(''), at(SECOND)), 'x-slack-signature', 'v0=00')],
    ['a body that is not the signed one', 401, { ...signed(command('status'), at(SECOND)), body: Buffer.from(command('abort')) }],
    [
      'a timestamp that is not the signed one',
      401,
      withHeader(signed(command(''), at(SECOND)), 'x-slack-request-timestamp', String(SECOND - 1)),
    ],
    ['another app', 401, signed(command('', { api_app_id: 'A0SOMEBODY' }), at(SECOND))],
    ['another workspace', 401, signed(command('', { team_id: 'T0SOMEWHERE' }), at(SECOND))],
    ["another workspace's button", 401, signed(interaction(press({ team: { id: 'T0SOMEWHERE' } })), at(SECOND))],
    ['a signed form whose payload is no JSON', 400, signed('payload=%7Bnot', at(SECOND))],
    ['a signed press without a user', 400, signed(interaction(press({ user: undefined })), at(SECOND))],
    ['a signed press without an action', 400, signed(interaction(press({ actions: [] })), at(SECOND))],
    ['a signed body that is no UTF-8', 400, signed(new Uint8Array([0x74, 0x3d, 0xff]), at(SECOND))],
    ['a signed body of another kind', 400, signed('<dr/>', at(SECOND, { contentType: 'text/xml' }))],
    ['a signed JSON that is a list', 400, signed('[]', at(SECOND, { contentType: 'application/json' }))],
  ];

  it.each(refusals)('%s', async (_, status, request) => {
    expect(await verdictOn(request)).toMatchObject({ kind: 'refused', status });
  });

  it('the same request a second time, and one of two at once', async () => {
    const front = frontWith();
    const request = signed(command(''), at(SECOND));
    const kinds = (await Promise.all([front(request), front(request)])).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['accepted', 'refused']);
    expect(await front(request)).toMatchObject({ kind: 'refused', status: 401 });
  });

  it('to guess when nobody can say whether a request is new', async () => {
    const silent: Replays = { seen: () => Promise.reject(new Unavailable('The table does not answer.')) };
    expect(await verdictOn(signed(command(''), at(SECOND)), frontWith(silent))).toMatchObject({ kind: 'refused', status: 503 });
  });
});

describe('the memory of requests', () => {
  it('remembers only what was signed, so that strangers cannot fill it', async () => {
    const remembered: string[] = [];
    const front = frontWith({ seen: async (signature) => remembered.push(signature) === 0 });
    for (let stranger = 0; stranger < 5; stranger += 1) {
      await front(signed(command(String(stranger)), at(SECOND, { secret: 'another secret' })));
    }
    expect(remembered).toEqual([]);
    await front(signed(command(''), at(SECOND)));
    expect(remembered).toHaveLength(1);
  });

  it.each([-300, 0, 300])('keeps a request of %i s from now for as long as it is timely', async (away) => {
    let now = NOW;
    const replays = memoryReplays();
    const front = createFront({ ...OURS, replays, now: () => now });
    const request = signed(command(''), at(SECOND + away));
    expect(await front(request)).toMatchObject({ kind: 'accepted' });
    now = NOW + (away + 300) * 1_000;
    expect(await front(request)).toMatchObject({ kind: 'refused', body: 'The request was already received.' });
    now += 1;
    expect(await front(request)).toMatchObject({ kind: 'refused', body: 'The request is too old, or from the future.' });
  });
});

function withHeader(request: Incoming, name: string, value: string | undefined): Incoming {
  return { ...request, headers: { ...request.headers, [name]: value } };
}
