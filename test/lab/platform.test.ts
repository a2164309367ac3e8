import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../lab/process/free-port.ts';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { type Supervisor, supervise } from '../../lab/supervisor.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { parseConfig } from '../../orchestrator/config.ts';
import { command, signed } from '../bot/signed.ts';

const SECRET = 'of this workspace';

describe('the platform, killed and started again', () => {
  let records: Awaited<ReturnType<typeof startRecords>>;
  let platform: Supervisor;
  let events: string;

  beforeAll(async () => {
    records = await startRecords();
    const [platformPort, unheard] = await Promise.all([freePort(), freePort()]);
    const nobody = `http://127.0.0.1:${unheard}`;
    const region = { control: nobody, balancer: nobody };
    events = `http://127.0.0.1:${platformPort}/slack/events`;
    platform = await supervise(
      {
        ...{ records: records.url, regions: { 'us-east-1': region, 'us-west-2': region }, platformPort },
        ...{ flags: { dr: nobody, control: nobody }, dns: { port: unheard }, others: {} },
        slack: { api: `${nobody}/api/`, botToken: 'xoxb-nobody', signingSecret: SECRET },
      },
      parseConfig(await readFile('dr.yml', 'utf8')),
    );
  });
  afterAll(async () => {
    await platform?.stop();
    await records?.stop();
  });

  const post = async ({ headers, body }: ReturnType<typeof signed>) => {
    const response = await fetch(events, { method: 'POST', headers, body });
    return { status: response.status, says: await response.text() };
  };

  it('makes a dry run when it starts, and keeps that nobody answered', async () => {
    const { tests } = dynamoRecords(labDynamoClient(records.url), TABLE);
    const kept = [{ kind: 'dry-run', passed: false, blockers: [expect.stringContaining('neither Region answers')] }];
    await expect.poll(() => tests.recent('shop', 1), { timeout: 20_000 }).toMatchObject(kept);
  });

  it('does not forget which requests it has received', async () => {
    const request = signed(command('help'), { secret: SECRET });
    expect(await post(request)).toMatchObject({ status: 200 });
    const replayed = { status: 401, says: 'The request was already received.' };
    expect(await post(request)).toEqual(replayed);
    await platform.kill();
    await platform.ready();
    expect(await post(request)).toEqual(replayed);
    expect(await post(signed(command('whoami'), { secret: SECRET }))).toMatchObject({ status: 200 });
    expect(platform.restarts()).toBe(1);
  });
});
