import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { labDynamoClient, startRecords } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { isExpected, Unavailable } from '../../orchestrator/domain/errors.ts';
import { aQuestion, aVote } from '../contracts/samples.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function recordsAt(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return dynamoRecords(labDynamoClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), 'table');
}

const answering =
  (status: number, type: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'Not now.' }));
  };

describe('records that DynamoDB does not answer', () => {
  const { run, id, hash } = aQuestion();
  const troubles: [string, RequestListener][] = [
    ['never answers', () => {}],
    ['hangs up', (request) => void request.socket.destroy()],
    ['stops in the middle', (_, response) => void response.writeHead(200, { 'content-length': '1000' }).write('{')],
    ['fails on its side', answering(500, 'InternalServerError')],
    ['is restarting', answering(503, 'ServiceUnavailable')],
    ['gives up waiting for us', answering(400, 'RequestTimeoutException')],
    ['throttles', answering(400, 'ThrottlingException')],
    ['is asked too much', answering(400, 'ProvisionedThroughputExceededException')],
    ['has reached the limit of the account', answering(400, 'RequestLimitExceeded')],
  ];

  it.each(troubles)('are unavailable to readers, voters, takers and the front when it %s', async (_, answer) => {
    const { claims, journal, questions, replays } = await recordsAt(answer);
    const calls = [
      ...[claims.look('shop'), claims.take('shop', 1), questions.vote(run, id, hash, aVote('U1')), journal.open()],
      replays.seen('v0=a1', { at: 1, untilMs: 2 }),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
      expect((outcome as PromiseRejectedResult).reason).toMatchObject({ message: expect.stringMatching(/does not answer/) });
    }
  });

  it('are unavailable when nothing listens', async () => {
    const { url, stop } = await startRecords();
    await stop();
    await expect(dynamoRecords(labDynamoClient(url), 'table').claims.look('shop')).rejects.toThrow(Unavailable);
  });

  it('show a mistake of ours as the bug it is', async () => {
    const { claims } = await recordsAt(answering(400, 'ValidationException'));
    const error: unknown = await claims.look('shop').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(isExpected(error)).toBe(false);
  });

  it('show a missing table, or missing rights, as the bug it is', async () => {
    for (const type of ['ResourceNotFoundException', 'AccessDeniedException']) {
      const { claims } = await recordsAt(answering(400, type));
      const error: unknown = await claims.look('shop').catch((caught: unknown) => caught);
      expect(isExpected(error)).toBe(false);
    }
  });
});
