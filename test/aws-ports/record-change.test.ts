import { describe, expect, it } from 'vitest';
import { batchesOf, recordTraffic } from '../../orchestrator/aws/record-change.ts';
import type { Locate } from '../../orchestrator/aws/whereabouts.ts';
import { awsWorld } from '../../orchestrator/aws/world.ts';
import type { Application } from '../../orchestrator/config.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { inTurn, type Reply, type Script, scriptedAws, xml, xmlFault } from './scripted-aws.ts';
import { byRecords, config, dr, primary, shop } from './shop.ts';

const by = { run: 'DR-7', epoch: 3 };
type Records = NonNullable<Application['aws']>['records'];

const app: Records = [{ name: 'app.my-projects-aws.site', type: 'A' }];

const info = (root: string, status: string, id = 'C1') =>
  xml(`<${root}><ChangeInfo><Id>/change/${id}</Id><Status>${status}</Status></ChangeInfo></${root}>`);
const accepted = () => info('ChangeResourceRecordSetsResponse', 'PENDING');
const spreads = (status: string) => () => info('GetChangeResponse', status);

const inPrimary: Locate = async () => ({ address: '192.0.2.1', region: primary });

function trafficOf(script: Script, application = byRecords(app)) {
  const aws = scriptedAws(script);
  return {
    aws,
    traffic: recordTraffic(config, application, aws.clients, inPrimary, awsWorld(config, application, aws.clients).clock),
  };
}

describe('the traffic by records', () => {
  it('changes the alias to the load balancer of the target, and says for which run', async () => {
    const { aws, traffic } = trafficOf({ ChangeResourceRecordSets: accepted });
    await traffic.shift(dr, by);
    const [{ path = '', body = '' } = {}] = aws.asked;
    expect(path).toMatch(/^\/2013-04-01\/hostedzone\/Z0123456789ABCDEFGHIJ\/rrset/);
    expect(body).toContain('<Action>UPSERT</Action>');
    expect(body).toContain('<HostedZoneId>Z1H1FL5HABSF5</HostedZoneId><DNSName>us-west-2.app.my-projects-aws.site</DNSName>');
    expect(body).toContain('<EvaluateTargetHealth>false</EvaluateTargetHealth>');
    expect(body).toContain('DR-7, epoch 3');
  });

  it('does not ask again while the change spreads, and DNS counts as silent until it has', async () => {
    const GetChange = inTurn(spreads('PENDING'), spreads('PENDING'), spreads('INSYNC'));
    const { aws, traffic } = trafficOf({ ChangeResourceRecordSets: accepted, GetChange });
    await traffic.shift(dr, by);
    await traffic.shift(dr, by);
    expect((await traffic.look()).answers).toBeNull();
    expect(aws.times('ChangeResourceRecordSets')).toBe(1);
    expect((await traffic.look()).answers).toBe(primary);
    await traffic.look();
    expect(aws.times('GetChange')).toBe(3);
  });

  it('changes at once when it is turned around on the way', async () => {
    const { aws, traffic } = trafficOf({ ChangeResourceRecordSets: accepted, GetChange: spreads('PENDING') });
    await traffic.shift(dr, by);
    await traffic.shift(primary, by);
    expect(aws.times('ChangeResourceRecordSets')).toBe(2);
    expect(aws.asked.at(-1)?.body).toContain('Z35SXDOTRQ7X7K');
  });

  it('asks for everything again where one of several requests failed, and for the domain that is looked at last', async () => {
    const both: Records = [...app, { name: 'shop.example.org', type: 'A', zone: 'ZELSEWHERE' }];
    const throttled = () => xmlFault(400, 'PriorRequestNotComplete');
    const script = {
      ChangeResourceRecordSets: inTurn(accepted, throttled, throttled, accepted, accepted),
      GetChange: spreads('PENDING'),
    };
    const { aws, traffic } = trafficOf(script, byRecords(both));
    await expect(traffic.shift(dr, by)).rejects.toThrow(Unavailable);
    await traffic.shift(dr, by);
    await traffic.shift(dr, by);
    const zones = aws.asked.flatMap(({ operation, path = '' }) => (operation === 'GetChange' ? [] : [path.split('/')[3]]));
    const own = 'Z0123456789ABCDEFGHIJ';
    expect(zones).toEqual(['ZELSEWHERE', own, own, 'ZELSEWHERE', own]);
  });

  it('asks no more than five times a second, for changes and for what became of them', async () => {
    const at: number[] = [];
    const timed = (answer: () => Reply) => () => {
      at.push(Date.now());
      return answer();
    };
    const both: Records = [...app, { name: 'shop.example.org', type: 'A', zone: 'ZELSEWHERE' }];
    const script = { ChangeResourceRecordSets: timed(accepted), GetChange: timed(spreads('INSYNC')) };
    const { traffic } = trafficOf(script, byRecords(both));
    await traffic.shift(dr, by);
    await traffic.look();
    const between = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(between).toHaveLength(3);
    // Timers may be a millisecond early.
    for (const ms of between) expect(ms).toBeGreaterThanOrEqual(199);
  });

  it('makes one request for each zone, of at most 500 changes', () => {
    const many: Records = Array.from({ length: 1_201 }, (_, index) => ({ name: `a${index}.example.com`, type: 'A' }));
    const elsewhere: Records = [{ name: 'app.example.org', type: 'AAAA', zone: 'ZELSEWHERE' }];
    const batches = batchesOf(config, byRecords([...many, ...elsewhere]), dr);
    expect(batches.map(({ zone, Changes }) => [zone, Changes.length])).toEqual([
      ['Z0123456789ABCDEFGHIJ', 500],
      ['Z0123456789ABCDEFGHIJ', 500],
      ['Z0123456789ABCDEFGHIJ', 201],
      ['ZELSEWHERE', 1],
    ]);
    expect(batches.at(-1)?.Changes[0]?.ResourceRecordSet).toMatchObject({ Name: 'app.example.org', Type: 'AAAA' });
  });

  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
  it.each([
    ['is throttled', () => xmlFault(400, 'Throttling', 'Rate exceeded')],
    ['still works on the change before', () => xmlFault(400, 'PriorRequestNotComplete')],
    ['is impaired, as us-east-1 may be', () => xmlFault(503, 'ServiceUnavailable')],
  ])('is unavailable when Route 53 %s', async (_, answer) => {
    const { traffic } = trafficOf({ ChangeResourceRecordSets: answer });
    await expect(traffic.shift(dr, by)).rejects.toThrow(Unavailable);
  });

  it('is refused when Route 53 does not take the change, or dr.yml does not say enough for one', async () => {
    const invalid = trafficOf({ ChangeResourceRecordSets: () => xmlFault(400, 'InvalidChangeBatch') });
    await expect(invalid.traffic.shift(dr, by)).rejects.toThrow(Refused);
    const short = trafficOf({}, { ...shop, aws: { ...shop.aws, traffic: 'records', records: app } });
    await expect(short.traffic.shift(dr, by)).rejects.toThrow(/no zone for the load balancer/);
  });
});
