import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { toExpected } from '../../orchestrator/agent/postgres-error.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';

const withCode = (code: string): Error => Object.assign(new Error('said so'), { code });

describe('errors of the database', () => {
  it.each([
    ['57P01', 'the administrator ended the session'],
    ['57P03', 'the server is starting up'],
    ['57014', 'the statement took too long'],
    ['53300', 'there are too many connections'],
    ['ECONNREFUSED', 'nobody listens'],
  ])('%s is worth asking again: %s', (code) => {
    expect(toExpected(withCode(code))).toBeInstanceOf(Unavailable);
  });

  it.each([
    ['25006', 'the server is read-only'],
    ['42501', 'the role may not do that'],
    ['42P01', 'the schema was never made'],
    ['28000', 'the role may not log in'],
    ['58030', 'the disk fails'],
    ['XX001', 'data is corrupt'],
    ['CERT_HAS_EXPIRED', 'its certificate is no longer good'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is from nobody known'],
  ])('%s is a refusal: %s', (code) => {
    expect(toExpected(withCode(code))).toBeInstanceOf(Refused);
  });

  it('a server that accepts and says nothing is worth asking again, and so is a connection that ended', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = new Client({ host: '127.0.0.1', port, connectionTimeoutMillis: 20 });
    client.on('error', () => {});
    const failed = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => null, toExpected);
    expect(await failed(client.connect())).toBeInstanceOf(Unavailable);
    expect(await failed(client.query('select 1'))).toBeInstanceOf(Unavailable);
    server.close();
  });

  it('keeps the cause, and leaves what it does not know as the bug it is', () => {
    const known = withCode('25006');
    expect(toExpected(known)).toMatchObject({ cause: known });
    const unknown = withCode('F0000');
    expect(toExpected(unknown)).toBe(unknown);
  });
});
