import { describe, expect, it } from 'vitest';
import { lambdaAgent } from '../../orchestrator/aws/agent.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { type Asked, broken, json, jsonFault, type Reply, scriptedAws } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';

const observation = {
  startedAt: 1,
  inRecovery: false,
  writersMayLogin: true,
  mayFence: true,
  mayMark: true,
  tracksCommits: true,
  unreadable: [],
  writerSessions: 2,
  preparedTransactions: 0,
  flushLsn: '0/3000148',
  receivedLsn: null,
  replayedLsn: null,
  lastCommitAt: 5,
  marker: null,
  heartbeat: null,
};

const replying = (body: object | null) => (): Reply => (body === null ? { status: 200, body: '{' } : json(body));
const crashing = (body: object) => (): Reply => ({ ...json(body), headers: { 'x-amz-function-error': 'Unhandled' } });

function agentOf(Invoke: (asked: Asked) => Reply) {
  const aws = scriptedAws({ Invoke });
  return { aws, agent: lambdaAgent(config, shop, aws.clients) };
}

describe('the agents on Lambda', () => {
  it('are invoked in their own Region, by the name that dr.yml gives them there, and by another one to act', async () => {
    const { aws, agent } = agentOf(replying({ answer: observation }));
    expect(await agent.observe(primary)).toEqual(observation);
    await agent.fence(dr);
    expect(aws.asked).toMatchObject([
      {
        host: `lambda.${primary}.amazonaws.com`,
        path: '/2015-03-31/functions/dr-agent-shop/invocations',
        input: { ask: 'observe' },
      },
      {
        host: `lambda.${dr}.amazonaws.com`,
        path: '/2015-03-31/functions/dr-agent-shop-act/invocations',
        input: { ask: 'fence' },
      },
    ]);
  });

  it('answer a marker with the position after it', async () => {
    const { aws, agent } = agentOf(replying({ answer: { flushLsn: '0/3000148' } }));
    expect(await agent.mark(primary, { run: 'DR-7', epoch: 3 })).toBe('0/3000148');
    expect(aws.asked[0]?.input).toEqual({ ask: 'mark', marker: { run: 'DR-7', epoch: 3 } });
  });

  it('count what the old writer has and the new one has not, each asked in its Region', async () => {
    const { agent } = agentOf(({ region, input }) =>
      json({ answer: { keys: region === primary ? ['a', 'b', 'c'] : (input.keys as string[]).slice(1) } }),
    );
    expect(await agent.stranded(primary, dr, 10)).toEqual({ count: 2, keys: ['b', 'c'] });
  });

  it('say in their own words what the database refuses, or that it does not answer', async () => {
    const refused = agentOf(replying({ error: 'Refused', message: 'This database is a replica.' }));
    await expect(refused.agent.fence(dr)).rejects.toThrow(new Refused(`${dr}: This database is a replica.`));
    const silent = agentOf(replying({ error: 'Unavailable', message: 'The database does not answer.' }));
    await expect(silent.agent.observe(dr)).rejects.toThrow(new Unavailable(`${dr}: The database does not answer.`));
  });

  it.each([
    ['ran out of time', { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: 1 Error: Task timed out after 8.00 seconds' }],
    ['ran out of time, as older runtimes say it', { errorMessage: '2026-11-20T00:00:00Z 1 Task timed out after 8.00 seconds' }],
    ['died', { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: 1 Error: Runtime exited with error: signal: killed' }],
  ])('are unavailable when one %s', async (_, payload) => {
    const { agent } = agentOf(crashing(payload));
    await expect(agent.observe(dr)).rejects.toThrow(Unavailable);
  });

  it('refuse with what broke them, because waiting does not mend it, and a source that is broken has to be left', async () => {
    const { agent } = agentOf(crashing({ errorType: 'TypeError', errorMessage: 'x is not a function' }));
    const error: unknown = await agent.observe(dr).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'Refused', message: expect.stringContaining('x is not a function') });
  });

  it('may be newer: what they tell besides is left out', async () => {
    const newer = { ...observation, marker: { run: 'DR-7', epoch: 3, region: dr }, slots: [] };
    const { agent } = agentOf(replying({ answer: newer, version: 2 }));
    expect(await agent.observe(dr)).toEqual({ ...observation, marker: { run: 'DR-7', epoch: 3 } });
  });

  it('may be older: what they do not tell yet is not known', async () => {
    const { heartbeat: _, mayMark: __, tracksCommits: ___, unreadable: ____, ...older } = observation;
    const { agent } = agentOf(replying({ answer: older }));
    expect(await agent.observe(dr)).toEqual({ ...observation, heartbeat: null });
  });

  it.each([
    ['an answer', { answer: { ...observation, flushLsn: 'far' } }],
    ['a reply', { says: 'hello' }],
    ['half an answer', null],
  ])('are unavailable where %s cannot be read, because it may be of another version', async (_, reply) => {
    const { agent } = agentOf(replying(reply));
    const error: unknown = await agent.observe(dr).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).toContain('Their versions may differ');
  });

  it.each([
    ['is out of reach', broken],
    ['runs too many at once', () => jsonFault(429, 'TooManyRequestsException')],
    ['is being woken after weeks', () => jsonFault(409, 'ResourceConflictException', 'The function is currently Inactive')],
    ['has no network interface left', () => jsonFault(502, 'ENILimitReachedException')],
    ['fails on its side', () => jsonFault(500, 'ServiceException')],
  ])('are unavailable when Lambda %s, and are asked once, because the row asks again', async (_, answer) => {
    const { aws, agent } = agentOf(answer);
    await expect(agent.fence(primary)).rejects.toThrow(Unavailable);
    expect(aws.times('Invoke')).toBe(1);
  });

  it.each([
    ['there is none', 404, 'ResourceNotFoundException'],
    ['the role may not invoke them', 403, 'AccessDeniedException'],
  ])('are refused when %s', async (_, status, name) => {
    const { agent } = agentOf(() => jsonFault(status, name));
    await expect(agent.observe(primary)).rejects.toThrow(Refused);
  });
});
