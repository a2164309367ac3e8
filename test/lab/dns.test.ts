import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerFor } from '../../lab/dns/failover-record.ts';
import { type HealthCheck, startHealthCheck } from '../../lab/dns/health-check.ts';
import { PUBLIC_ADDRESSES } from '../../lab/dns/public-addresses.ts';
import { openResolver, type Resolver } from '../../lab/dns/resolver.ts';
import { type DnsServer, serveDns } from '../../lab/dns/server.ts';
import { call } from '../../lab/network/call.ts';
import { type FlagBucket, openFlagBucket } from '../../lab/region/flag-bucket.ts';
import { until } from './lab-harness.ts';

const DOMAIN = 'app.example.com';

describe('failover DNS with two flags', () => {
  let folder: string;
  let buckets: readonly [FlagBucket, FlagBucket];
  let checks: readonly [HealthCheck, HealthCheck];
  let dns: DnsServer;
  let resolver: Resolver;

  const url = ({ port }: FlagBucket): string => `http://127.0.0.1:${port}/flag`;
  const answer = async (): Promise<string> => (await resolver.resolve(DOMAIN)).address;
  const set = async (bucket: FlagBucket): Promise<void> => {
    await call(url(bucket), { method: 'PUT', body: { run: 'DR-1', epoch: 1 }, timeoutMs: 1_000 });
  };
  const checksSee = (first: boolean, second: boolean): Promise<void> =>
    until(
      `the checks are ${first} and ${second}`,
      async () => checks[0].isHealthy() === first && checks[1].isHealthy() === second,
    );
  /** Three polls of a check that cannot reach its endpoint. */
  const checkSeesNothing = (check: HealthCheck): Promise<void> =>
    until('the check cannot reach its endpoint', async () => check.seen() === 'unreachable' && !check.isHealthy());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flags-'));
    const second = await mkdtemp(join(folder, 'second-'));
    buckets = [await openFlagBucket(folder, 0), await openFlagBucket(second, 0)];
    checks = [startHealthCheck(url(buckets[0])), startHealthCheck(url(buckets[1]))];
    dns = await serveDns(DOMAIN, () => answerFor(checks));
    resolver = openResolver(dns.port);
  });
  afterEach(async () => {
    resolver.close();
    for (const check of checks) check.stop();
    await Promise.all([dns.close(), ...buckets.map((bucket) => bucket.close())]);
    await rm(folder, { recursive: true });
  });

  it('answers PRIMARY with no flag, and goes on doing so while one endpoint or both are unreachable', async () => {
    await until('both endpoints were seen', async () => checks.every((check) => check.seen() === 'absent'));
    expect(await answer()).toBe(PUBLIC_ADDRESSES.primary);
    for (const [index, bucket] of buckets.entries()) {
      bucket.setReachable(false);
      const check = checks[index];
      if (check !== undefined) await checkSeesNothing(check);
      expect(await answer()).toBe(PUBLIC_ADDRESSES.primary);
    }
  });

  it.each([0, 1] as const)(
    'answers SECONDARY with both flags, also while endpoint %i is unreachable, and PRIMARY without both',
    async (lost) => {
      await Promise.all(buckets.map(set));
      await checksSee(true, true);
      expect(await answer()).toBe(PUBLIC_ADDRESSES.dr);
      buckets[lost].setReachable(false);
      await checkSeesNothing(checks[lost]);
      expect(await answer()).toBe(PUBLIC_ADDRESSES.dr);
      buckets[lost === 0 ? 1 : 0].setReachable(false);
      await checksSee(false, false);
      expect(await answer()).toBe(PUBLIC_ADDRESSES.primary);
      for (const bucket of buckets) bucket.setReachable(true);
      await checksSee(true, true);
      expect(await answer()).toBe(PUBLIC_ADDRESSES.dr);
    },
  );

  it.each([0, 1] as const)('answers SECONDARY with only flag %i, and goes home when both are gone', async (only) => {
    await set(buckets[only]);
    await checksSee(only === 0, only === 1);
    expect(await answer()).toBe(PUBLIC_ADDRESSES.dr);
    await call(url(buckets[only]), { method: 'DELETE', timeoutMs: 1_000 });
    await checksSee(false, false);
    expect(await answer()).toBe(PUBLIC_ADDRESSES.primary);
  });

  it('gives its answers a TTL, and no address for a name it does not know', async () => {
    expect((await resolver.resolve(DOMAIN)).ttlMs).toBe(1_000);
    await expect(resolver.resolve('other.example.com')).rejects.toThrow('no address for other.example.com');
  });
});
