import { describe, expect, it } from 'vitest';
import { flagTraffic } from '../../orchestrator/aws/flags.ts';
import type { Locate } from '../../orchestrator/aws/whereabouts.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { type Asked, broken, type Reply, type Script, s3Fault, scriptedAws, xml } from './scripted-aws.ts';
import { config, control, dr, primary, shop } from './shop.ts';

const by = { run: 'DR-7', epoch: 3 };

/** The flag buckets: a PUT is there for every GET until a DELETE. */
function buckets(): Script {
  const objects = new Map<string, string>();
  const key = ({ host, path }: Asked): string => `${host}${path.split('?')[0]}`;
  return {
    GetObject: (asked) => {
      const body = objects.get(key(asked));
      return body === undefined ? s3Fault(404, 'NoSuchKey') : xml(body);
    },
    PutObject: (asked) => {
      objects.set(key(asked), asked.body);
      return xml('');
    },
    DeleteObject: (asked) => {
      objects.delete(key(asked));
      return { status: 204, body: '' };
    },
  };
}

const nowhere: Locate = async () => null;

function trafficOf(script: Script, locate: Locate = nowhere) {
  const aws = scriptedAws(script);
  return { aws, traffic: flagTraffic(config, shop, aws.clients, locate) };
}

const lost = (region: string, script: Script, reply: () => Reply = broken): Script =>
  Object.fromEntries(
    Object.entries(script).map(([operation, answer]) => [
      operation,
      (asked: Asked) => (asked.region === region ? reply() : answer(asked)),
    ]),
  );

describe('the traffic by flags', () => {
  it('moves by writing one object in each of two Regions, and back by removing both', async () => {
    const { traffic } = trafficOf(buckets());
    expect((await traffic.look()).flags).toEqual({ dr: 'absent', control: 'absent' });
    for (let time = 0; time < 2; time++) await traffic.shift(dr, by);
    expect((await traffic.look()).flags).toEqual({ dr: 'present', control: 'present' });
    for (let time = 0; time < 2; time++) await traffic.shift(primary, by);
    expect((await traffic.look()).flags).toEqual({ dr: 'absent', control: 'absent' });
  });

  it('writes who moved it, where the health checks look, so that an anonymous checker can read it', async () => {
    const { aws, traffic } = trafficOf(buckets());
    await traffic.shift(dr, by);
    expect(aws.asked.map(({ host, path }) => `${host}${path.split('?')[0]}`).toSorted()).toEqual([
      `dr-flags-us-east-2.s3.${control}.amazonaws.com/shop/failed-over.json`,
      `dr-flags-us-west-2.s3.${dr}.amazonaws.com/shop/failed-over.json`,
    ]);
    expect(aws.asked.every(({ body }) => body === JSON.stringify(by))).toBe(true);
    expect(aws.asked.every(({ headers }) => headers['x-amz-server-side-encryption'] === 'AES256')).toBe(true);
  });

  it('answers the Region that the domain leads to, and none where it leads elsewhere', async () => {
    const led = trafficOf(buckets(), async () => ({ address: '192.0.2.1', region: primary }));
    expect((await led.traffic.look()).answers).toBe(primary);
    const astray = trafficOf(buckets(), async () => ({ address: '192.0.2.9', region: null }));
    expect((await astray.traffic.look()).answers).toBeNull();
  });

  it.each([
    ['the DR Region', dr, { dr: 'unreachable', control: 'present' }],
    ['the control Region', control, { dr: 'present', control: 'unreachable' }],
  ])('is moved by one object when %s is out of reach', async (_, region, flags) => {
    const { traffic } = trafficOf(lost(region, buckets()));
    await traffic.shift(dr, by);
    expect((await traffic.look()).flags).toEqual(flags);
  });

  it('is moved by one object when the other bucket refuses', async () => {
    const { traffic } = trafficOf(lost(dr, buckets(), () => s3Fault(403, 'AccessDenied')));
    await traffic.shift(dr, by);
    expect((await traffic.look()).flags).toEqual({ dr: 'unreachable', control: 'present' });
  });

  it('takes a missing bucket for one that cannot be reached, not for one without a flag', async () => {
    const { traffic } = trafficOf(lost(dr, buckets(), () => s3Fault(404, 'NoSuchBucket')));
    expect((await traffic.look()).flags).toEqual({ dr: 'unreachable', control: 'absent' });
  });

  it.each([
    ['are out of reach', Unavailable, broken],
    ['are slowed down', Unavailable, () => s3Fault(503, 'SlowDown')],
    ['refuse', Refused, () => s3Fault(403, 'AccessDenied')],
  ])('is not moved, and says so, when both buckets %s', async (_, kind, reply) => {
    const { traffic } = trafficOf(lost(dr, lost(control, buckets(), reply), reply));
    await expect(traffic.shift(dr, by)).rejects.toThrow(kind);
    await expect(traffic.shift(dr, by)).rejects.toThrow(/Neither flag could be changed/);
  });

  it('goes home although the DR Region keeps its flag, by ignoring that one', async () => {
    const checked = { ...shop, aws: { ...shop.aws, calculatedCheck: { id: 'calculated', dr: 'of-dr', control: 'of-control' } } };
    const script = {
      ...lost(dr, buckets(), () => s3Fault(503, 'SlowDown')),
      UpdateHealthCheck: () => xml('<UpdateHealthCheckResponse/>'),
    };
    const aws = scriptedAws(script);
    await flagTraffic(config, checked, aws.clients, nowhere).shift(primary, by);
    const [update] = aws.asked.filter(({ operation }) => operation === 'UpdateHealthCheck');
    expect(update?.path).toContain('/healthcheck/calculated');
    expect(update?.body).toContain('<ChildHealthChecks><ChildHealthCheck>of-control</ChildHealthCheck></ChildHealthChecks>');
  });

  it('touches no health check while both flags can be changed, or when it leaves', async () => {
    const checked = { ...shop, aws: { ...shop.aws, calculatedCheck: { id: 'calculated', dr: 'of-dr', control: 'of-control' } } };
    await flagTraffic(config, checked, scriptedAws(buckets()).clients, nowhere).shift(primary, by);
    await flagTraffic(config, checked, scriptedAws(lost(dr, buckets())).clients, nowhere).shift(dr, by);
  });

  it('can be moved later as long as one of the buckets may come back', async () => {
    const { traffic } = trafficOf(lost(dr, lost(control, buckets()), () => s3Fault(403, 'AccessDenied')));
    await expect(traffic.shift(dr, by)).rejects.toThrow(Unavailable);
  });

  it('does not go to a Region that the application does not run in', async () => {
    const { aws, traffic } = trafficOf(buckets());
    await expect(traffic.shift(control, by)).rejects.toThrow(Refused);
    expect(aws.asked).toEqual([]);
  });
});
