import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPage } from '../../lab/page/page.ts';
import { type LocalSlack, startSlack } from '../../lab/slack/local-slack.ts';
import { sampleLab } from './sample-lab.ts';

describe("the page's server", () => {
  const lab = sampleLab('calm');
  let slack: LocalSlack;
  let server: Awaited<ReturnType<typeof startPage>>;
  beforeAll(async () => {
    slack = await startSlack();
    server = await startPage({ slack, lab, domain: 'app.example.com' });
  });
  afterAll(async () => {
    await server.stop();
    await slack.stop();
  });

  const ask = (path: string, headers: Record<string, string>, body?: object) =>
    new Promise<number>((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const sent = request(`${server.url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers } });
      sent.on('error', reject);
      sent.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const kill = { do: 'kill', region: 'us-east-1' };

  it('answers under its own address and under no other name', async () => {
    expect(await ask('/', {})).toBe(200);
    expect(await ask('/', { host: 'attacker.example' })).toBe(421);
    expect(await ask('/stream?as=U0REQUESTER', { host: `attacker.example:${new URL(server.url).port}` })).toBe(421);
  });

  it('flips a switch for the page itself and for no other origin', async () => {
    expect(await ask('/switches', {}, kill)).toBe(403);
    expect(await ask('/switches', { origin: 'https://attacker.example' }, kill)).toBe(403);
    expect(await ask('/switches', { origin: 'null' }, kill)).toBe(403);
    expect(lab.flipped).toEqual([]);
    expect(await ask('/switches', { origin: server.url }, kill)).toBe(200);
    expect(lab.flipped).toEqual([kill]);
  });

  it('refuses what is no switch and no deed', async () => {
    expect(await ask('/switches', { origin: server.url }, { do: 'erase' })).toBe(400);
    expect(await ask('/deeds', { origin: server.url }, { do: 'command', as: 'U0REQUESTER' })).toBe(400);
  });

  it('loads nothing from elsewhere', async () => {
    const response = await fetch(server.url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/https?:\/\//);
  });
});
