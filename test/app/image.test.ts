import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepAlive, type Reply, call as send } from '../../lab/network/call.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { config } from '../infra/synthesized.ts';
import { until } from '../lab/lab-harness.ts';
import { type AwsStandIn, startAwsStandIn } from './aws-stand-in.ts';
import { saidBy } from './dockerfile.ts';
import { buildImage, type Container, stages, startContainer } from './image.ts';
import { type SecureDatabase, startSecureDatabase } from './secure-database.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/writers-AbCdEf';
const shop = applicationOf(config, 'shop');

describe('the Dockerfile of the sample application', () => {
  it('starts from images that are pinned by version and by digest, and ends as somebody who is not root', async () => {
    const all = await stages();
    for (const stage of all)
      expect(saidBy(stage, 'FROM')[0]).toMatch(
        /^(--platform=\$BUILDPLATFORM )?[\w/.-]+:\d+\.\d+\.\d+-[\w-]+@sha256:[0-9a-f]{64}( AS \w+)?$/,
      );
    expect(all).toHaveLength(2);
    expect(saidBy(all.at(-1) ?? [], 'USER')).toEqual(['node']);
  });

  it('builds on the machine that is there, whatever machine the image is for, of which the last stage runs nothing', async () => {
    const [build = [], last = []] = await stages();
    expect(saidBy(build, 'FROM')[0]).toMatch(/^--platform=\$BUILDPLATFORM /);
    expect(saidBy(last, 'FROM')[0]).not.toContain('--platform');
    expect(saidBy(last, 'RUN')).toEqual([]);
  });

  it('installs what the lock file says and runs nothing of the packages', async () => {
    const [build = []] = await stages();
    expect(saidBy(build, 'RUN')[0]).toBe('npm ci --ignore-scripts');
  });
});

describe('a container of the sample application', () => {
  let folder: string;
  let database: SecureDatabase;
  let aws: AwsStandIn;
  let environment: Readonly<Record<string, string>>;
  const started: Container[] = [];

  const start = async (service: string, more: Readonly<Record<string, string>> = {}): Promise<Container> => {
    const container = await startContainer(folder, service, { ...environment, ...more });
    started.push(container);
    return container;
  };
  const call = ({ url }: Container, path: string, body?: object): Promise<Reply> =>
    send(`${url}${path}`, { timeoutMs: 20_000, ...(body === undefined ? {} : { method: 'POST', body }) });
  const login = (username: string) => ({ username, password: database.passwordOf(username) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dr-image-'));
    [database] = await Promise.all([startSecureDatabase(shop), buildImage(folder)]);
    aws = await startAwsStandIn(SECRET, login('shop_a'));
    environment = {
      ...{ APPLICATION: 'shop', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
      AWS_ENDPOINT_URL: aws.url,
      BUCKET: 'shop-data-us-east-1',
      ...{ DATABASE_HOST: 'localhost', DATABASE_PORT: String(database.port), DATABASE_NAME: shop.database.name },
      DATABASE_SECRET: SECRET,
      PATIENCE_MS: '10000',
      NODE_EXTRA_CA_CERTS: database.authority,
    };
  }, 60_000);

  afterAll(async () => {
    for (const container of started) container.kill('SIGKILL');
    await aws?.close();
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('of the frontend says which Region it serves from', async () => {
    const frontend = await start('frontend');
    expect((await call(frontend, '/')).body).toContain('Served from us-east-1.');
    expect((await call(frontend, '/health')).status).toBe(200);
  });

  it('of the backend takes an order by TLS, as the role its secret names, and puts a receipt into the bucket', async () => {
    const backend = await start('backend');
    expect(await call(backend, '/api/orders', { id: 'one', customer: 'rosa' })).toMatchObject({ status: 201 });
    expect(JSON.parse((await call(backend, '/api/orders')).body)).toEqual([{ id: 'one', customer: 'rosa' }]);
    expect(await call(backend, '/api/orders', { id: 'one', customer: 'amir' })).toMatchObject({ status: 409 });
    expect(await call(backend, '/api/orders', { id: '' })).toMatchObject({ status: 400 });
    const broken = await send(`${backend.url}/api/orders`, { method: 'POST', body: '{"id"', timeoutMs: 20_000 });
    expect(broken).toMatchObject({ status: 400 });
    expect([...aws.objects]).toEqual([['/shop-data-us-east-1/receipts/one', expect.stringContaining('one')]]);
  });

  it('of the backend trusts no database that nobody vouches for', async () => {
    const backend = await start('backend', { NODE_EXTRA_CA_CERTS: '' });
    expect(await call(backend, '/api/orders')).toMatchObject({ status: 503, body: expect.stringContaining('self-signed') });
  });

  it('of the backend is healthy and answers 503 while its role is fenced, and follows a rotation to the other role', async () => {
    const backend = await start('backend');
    expect((await call(backend, '/api/orders')).status).toBe(200);
    await database.run('alter role shop_a nologin');
    await database.run("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'shop_a'");
    await until('orders are refused', async () => (await call(backend, '/api/orders')).status === 503);
    expect((await call(backend, '/api/health')).status).toBe(200);

    aws.secret = login('shop_b');
    await until('orders are taken as the other role', async () => (await call(backend, '/api/orders')).status === 200);
    await database.run('alter role shop_a login');
  });

  it('finishes what is under way when it is told to end, and then ends, although connections are kept open', async () => {
    const backend = await start('backend');
    const agent = keepAlive(1);
    expect((await send(`${backend.url}/api/health`, { timeoutMs: 20_000, agent })).status).toBe(200);
    await database.run('begin; lock table orders');
    const order = { method: 'POST', body: { id: 'late', customer: 'amir' }, timeoutMs: 20_000, agent } as const;
    const underWay = send(`${backend.url}/api/orders`, order);
    await until('the order waits', async () => database.waits());
    backend.kill('SIGTERM');
    await until('it drains', async () => backend.lines.some((line) => line.includes('draining')));
    await database.run('commit');
    expect((await underWay).status).toBe(201);
    expect(await backend.ended).toBe(0);
    await expect(call(backend, '/api/health')).rejects.toThrow('ECONNREFUSED');
    agent.destroy();
  });

  it('says which variables are missing', async () => {
    await expect(startContainer(folder, 'backend', { APPLICATION: 'shop' })).rejects.toThrow('at DATABASE_SECRET');
  });
});
