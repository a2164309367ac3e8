import { copyFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { typeInto } from '../cloud/typed.ts';
import { elementIn } from '../gateway/xml.ts';
import { flag } from './by-hand.ts';
import { askRoute53 } from './checks.ts';
import { approve, isClosed, request, runWhere } from './people.ts';

/** The zones of load balancers' names: https://docs.aws.amazon.com/general/latest/gr/elb.html */
const BALANCER_ZONES = { primary: 'Z35SXDOTRQ7X7K', dr: 'Z1H1FL5HABSF5' } as const;
/** Five requests a second an account: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const LEAST_PAUSE_MS = 200;
const CHANGE = 'route53:ChangeResourceRecordSets';

/** An application whose dr.yml is changed, so that its users are moved by changing records in two zones. */
export function byRecords(cloudOf: () => Cloud): void {
  describe('a failover by changing records', () => {
    let cloud: Cloud;
    let view: RunView;
    let zones: readonly string[];
    const changedAt: number[] = [];
    beforeAll(async () => {
      cloud = cloudOf();
      await cloud.renew();
      zones = [await makeZone(cloud, cloud.application.domain), await makeZone(cloud, `internal.${cloud.application.domain}`)];
      cloud.followRecord(zones[0] ?? '');
      await deployForRecords(cloud, zones);
      cloud.gateway.interrupt(({ action }) => {
        if (action === CHANGE) changedAt.push(Date.now());
        return null;
      });
      const { run } = await request(cloud, 'failover shop override its flags are not trusted');
      await approve(cloud, run.id);
      view = await runWhere(cloud, 'The end of the run', isClosed);
      cloud.gateway.interrupt(null);
    });
    afterAll(() => copyFile('dr.yml', join(cloud.terminal.folder, 'dr.yml')));

    it('says beforehand that it needs the control plane of Route 53', () => {
      expect(view.planned?.facts.risks.join()).toContain('needs the control plane of Route 53 in us-east-1');
    });

    it('leads every record to the other Region, and writes no flag', async () => {
      expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
      for (const zone of zones) expect(await targetIn(cloud, zone)).toContain(cloud.config.regions.dr);
      for (const side of ['dr', 'control'] as const) await expect(flag(cloud, side)).rejects.toThrow('answered 404');
      expect(view.rows.find(({ id }) => id === 'verify-dns')?.state).toBe('done');
    });

    it('makes one request for each zone, no two within a fifth of a second, and waits until each is in sync', () => {
      expect(changedAt).toHaveLength(zones.length);
      const pauses = changedAt.slice(1).map((at, index) => at - (changedAt[index] ?? 0));
      for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(LEAST_PAUSE_MS - 1);
      const asked = cloud.gateway.calls
        .filter(({ action }) => action === 'route53:GetChange')
        .flatMap(({ resources }) => resources);
      expect(new Set(asked).size).toBe(zones.length);
      expect(asked.length).toBeGreaterThan(zones.length);
    });
  });
}

/** Deploys the control plane anew, as docs/deploy.md says, with a dr.yml that names records. */
async function deployForRecords({ terminal, gateway, deployments, assembly, application }: Cloud, zones: readonly string[]) {
  const path = join(terminal.folder, 'dr.yml');
  const [first, second] = zones;
  const records = `[{ name: ${application.domain}, zone: ${first} }, { name: internal.${application.domain}, zone: ${second} }]`;
  const withZone = (text: string, side: keyof typeof BALANCER_ZONES): string => {
    const { url } = applicationOnAws(application).balancers[side];
    return text.replace(`url: "${url}" }`, `url: "${url}", zone: ${BALANCER_ZONES[side]} }`);
  };
  const before = withZone(withZone(await readFile(path, 'utf8'), 'primary'), 'dr');
  await writeFile(path, before.replace(/^( +)cluster:/m, `$1traffic: records\n$1records: ${records}\n$&`));
  const kept = `${assembly}-before`;
  await cp(assembly, kept, { recursive: true });
  deployments.splice(0, 1, { assembly: kept, from: 0 });
  await typeInto(terminal, 'npm run deploy -- dr-control-plane');
  deployments.push({ assembly, from: gateway.calls.length });
}

/** A zone in which a name leads to the primary Region's load balancer. */
async function makeZone(cloud: Cloud, name: string): Promise<string> {
  const made = `<CreateHostedZoneRequest><Name>${name}</Name><CallerReference>${crypto.randomUUID()}</CallerReference></CreateHostedZoneRequest>`;
  const zone = elementIn(await askRoute53(cloud, '/hostedzone', 'POST', made), 'Id')?.replace('/hostedzone/', '') ?? '';
  const { hostname } = new URL(applicationOnAws(cloud.application).balancers.primary.url);
  const alias = `<AliasTarget><HostedZoneId>${BALANCER_ZONES.primary}</HostedZoneId><DNSName>${hostname}</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>`;
  const set = `<ResourceRecordSet><Name>${name}</Name><Type>A</Type>${alias}</ResourceRecordSet>`;
  const change = `<ChangeBatch><Changes><Change><Action>CREATE</Action>${set}</Change></Changes></ChangeBatch>`;
  await askRoute53(
    cloud,
    `/hostedzone/${zone}/rrset`,
    'POST',
    `<ChangeResourceRecordSetsRequest>${change}</ChangeResourceRecordSetsRequest>`,
  );
  return zone;
}

/** Where the alias record of a zone leads. */
const targetIn = async (cloud: Cloud, zone: string): Promise<string | null> =>
  elementIn(await askRoute53(cloud, `/hostedzone/${zone}/rrset`), 'DNSName');
