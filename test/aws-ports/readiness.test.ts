import { describe, expect, it } from 'vitest';
import { awsReadiness } from '../../orchestrator/aws/readiness/readiness.ts';
import { type Asked, broken, jsonFault, type Script, scriptedAws, xml, xmlFault } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';
import { checkersFrom, REGISTRY, stocked, stockedRegions } from './stocked-regions.ts';

const move = { from: primary, to: dr };
const risksOf = (script: Script, application = shop): Promise<readonly string[]> =>
  awsReadiness(config, application, scriptedAws(script).clients).risks(move);

describe('the readiness of a target', () => {
  it('has nothing to tell when everything is there', async () => {
    expect(await risksOf(stockedRegions())).toEqual([]);
  });

  it('tells an image that the registry does not have', async () => {
    const images = { 'shop/frontend': 'sha256:f1', 'shop/backend': '' };
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), images } }))).toEqual([
      `the registry of ${dr} has no image ${REGISTRY(dr)}/shop/backend:7, so backend cannot start there`,
    ]);
  });

  it('tells a repository that the registry does not have', async () => {
    const [risk] = await risksOf(stockedRegions({ [dr]: { ...stocked(dr), images: { 'shop/frontend': 'sha256:f1' } } }));
    expect(risk).toMatch(/has no image .*shop\/backend:7/);
  });

  it('tells a task that takes its image from the Region that may be gone', async () => {
    const risks = await risksOf(stockedRegions({ [dr]: { ...stocked(dr), registry: REGISTRY(primary) } }));
    expect(risks).toEqual(expect.arrayContaining([expect.stringContaining(`backend in ${dr} takes its image from ${primary}`)]));
  });

  it('tells another image under the same tag', async () => {
    const images = { 'shop/frontend': 'sha256:f1', 'shop/backend': 'sha256:b0' };
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), images } }))).toEqual([
      `backend would run another image in ${dr} than in ${primary}`,
    ]);
  });

  it('tells a smaller quota, also where nothing was ever asked for', async () => {
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), vcpus: 100 } }))).toEqual([
      `${dr} allows 100 vCPUs of Fargate tasks, ${primary} allows 1000`,
    ]);
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), vcpus: null } }))).toEqual([
      `${dr} allows 6 vCPUs of Fargate tasks, ${primary} allows 1000`,
    ]);
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), vcpus: 2_000 } }))).toEqual([]);
  });

  it('tells copying that is not switched on, in either direction', async () => {
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), copies: false } }))).toEqual([
      `objects written in ${dr} would not be copied to ${primary}: its bucket has no enabled rule for that`,
    ]);
    expect(await risksOf(stockedRegions({ [primary]: { ...stocked(primary), copies: false } }))).toEqual([
      `objects written in ${primary} are not copied to ${dr}: its bucket has no enabled rule for that`,
    ]);
  });

  it('tells a bucket without versions, in either Region, also where they are suspended', async () => {
    const turnOn = 'is not versioned, so that nothing is copied into it or out of it: turn versioning on';
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), versions: null } }))).toEqual([
      `the bucket shop-data-${dr} in ${dr} ${turnOn}`,
    ]);
    expect(await risksOf(stockedRegions({ [primary]: { ...stocked(primary), versions: 'Suspended' } }))).toEqual([
      `the bucket shop-data-${primary} in ${primary} ${turnOn}`,
    ]);
  });

  it('tells a load balancer that keeps connections for longer than 300 s, in either Region', async () => {
    for (const region of [primary, dr]) {
      expect(await risksOf(stockedRegions({ [region]: { ...stocked(region), keepAlive: 301 } }))).toEqual([
        `the load balancer shop in ${region} keeps users' connections for up to 301 s, and one that is open does not ask DNS: set client_keep_alive.seconds to 300 or less`,
      ]);
    }
    expect(await risksOf(stockedRegions({ [dr]: { ...stocked(dr), keepAlive: null } }))).toEqual([]);
  });

  it('tells a database whose master password RDS manages, in either Region', async () => {
    for (const [side, region] of [['primary', primary] as const, ['dr', dr] as const]) {
      expect(await risksOf(stockedRegions({ [region]: { ...stocked(region), isManaged: true } }))).toEqual([
        `RDS manages the master password of shop-${side} in ${region}, so that it can have no replica: give it a password that is yours`,
      ]);
    }
  });

  it('compares with nothing when the source is gone', async () => {
    const alive = stockedRegions({
      [dr]: { ...stocked(dr), images: { 'shop/frontend': 'sha256:f9', 'shop/backend': 'sha256:b9' } },
    });
    const withoutSource = Object.fromEntries(
      Object.entries(alive).map(([operation, answer]) => [
        operation,
        (asked: Asked) => (asked.region === primary ? broken() : answer(asked)),
      ]),
    );
    expect(await risksOf(withoutSource)).toEqual([]);
  });

  it('tells what could not be checked, and why', async () => {
    const risks = await risksOf({
      ...stockedRegions(),
      GetServiceQuota: () => jsonFault(400, 'AccessDeniedException', 'You may not.'),
    });
    expect(risks).toEqual([
      `the quotas for ${dr} could not be checked: Service Quotas in ${dr} fails: You may not (AccessDeniedException)`,
    ]);
    const throttled = await risksOf({ ...stockedRegions(), DescribeServices: () => xmlFault(503, 'ServiceUnavailable') });
    expect(throttled).toEqual([
      expect.stringContaining(`the images for ${dr} could not be checked: ECS in ${dr} does not answer`),
    ]);
  });

  it('tells a flag that nobody looks at any more', async () => {
    const calculatedCheck = { id: 'calculated', dr: 'of-dr', control: 'of-control' };
    const checked = { ...shop, aws: { ...shop.aws, calculatedCheck } };
    const looking = (...children: readonly string[]): Script => ({
      ...stockedRegions(),
      GetHealthCheck: () =>
        xml(`<GetHealthCheckResponse><HealthCheck><Id>calculated</Id><HealthCheckConfig><Type>CALCULATED</Type><ChildHealthChecks>
          ${children.map((child) => `<ChildHealthCheck>${child}</ChildHealthCheck>`).join('')}
        </ChildHealthChecks></HealthCheckConfig></HealthCheck></GetHealthCheckResponse>`),
    });
    expect(await risksOf(looking('of-dr', 'of-control'), checked)).toEqual([]);
    expect(await risksOf(looking('of-control'), checked)).toEqual([
      'the health check calculated does not look at both flags: give it of-dr and of-control again',
    ]);
    expect(await risksOf({ ...stockedRegions(), GetHealthCheck: broken }, checked)).toEqual([]);
  });

  it('tells health checkers that the flag buckets do not let in', async () => {
    const from = (...ranges: readonly string[]): Script => ({ ...stockedRegions(), GetCheckerIpRanges: checkersFrom(...ranges) });
    expect(await risksOf(from('107.23.255.0/26', '15.177.32.0/23', '2600:f0f0:30e:8000::/56'))).toEqual([]);
    expect(await risksOf(from('107.23.255.0/26', '192.0.2.0/24', '15.0.0.0/8', '2001:db8::/48'))).toEqual([
      'Route 53 also checks from 192.0.2.0/24, 15.0.0.0/8, 2001:db8::/48, which the flag buckets do not let in: renew route53-healthchecks.json and deploy',
    ]);
    expect(await risksOf({ ...stockedRegions(), GetCheckerIpRanges: broken })).toEqual([]);
  });

  it('tells that moving users needs a control plane, where it does', async () => {
    const records = { ...shop, aws: { ...shop.aws, traffic: 'records' as const } };
    expect(await risksOf(stockedRegions(), records)).toEqual([
      'users are moved by changing records, which needs the control plane of Route 53 in us-east-1',
    ]);
  });
});
