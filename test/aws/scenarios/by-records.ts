import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { keepTemplates } from '../cloud/deploy.ts';
import { elementIn } from '../gateway/xml.ts';
import { flag } from './by-hand.ts';
import { askRoute53 } from './checks.ts';
import { AMIR, approve, isClosed, NINA, request, runWhere } from './people.ts';
import { type Update, updateDuringRun } from './update.ts';

/** The zones of load balancers' names: https://docs.aws.amazon.com/general/latest/gr/elb.html */
const BALANCER_ZONES = { primary: 'Z35SXDOTRQ7X7K', dr: 'Z1H1FL5HABSF5' } as const;
/** Five requests a second an account: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const LEAST_PAUSE_MS = 200;
const CHANGE = 'route53:ChangeResourceRecordSets';

/** An application whose dr.yml is changed: users are moved by changing records in two zones, and two people have to approve. */
export function byRecords(cloudOf: () => Cloud): void {
  describe('a failover by changing records, which two have to approve', () => {
    let cloud: Cloud;
    let view: RunView;
    let update: Update;
    let zones: readonly string[];
    const changedAt: number[] = [];
    beforeAll(async () => {
      cloud = cloudOf();
      await cloud.renew();
      zones = [await makeZone(cloud, cloud.application.domain), await makeZone(cloud, `internal.${cloud.application.domain}`)];
      cloud.followRecord(zones[0] ?? '');
      update = await deployForRecords(cloud, zones);
      cloud.gateway.interrupt(({ action }) => {
        if (action === CHANGE) changedAt.push(Date.now());
        return null;
      });
      const { run } = await request(cloud, 'failover shop override its flags are not trusted');
      await approve(cloud, run.id);
      await runWhere(cloud, 'The first of two votes', ({ questions, phase }) => {
        return phase === 'waiting-for-approval' && questions.at(-1)?.votes.length === 1;
      });
      await approve(cloud, run.id, NINA);
      view = await runWhere(cloud, 'The end of the run', isClosed);
      cloud.gateway.interrupt(null);
    });
    afterAll(async () => {
      cloud.followRecord(null);
      await copyFile('dr.yml', join(cloud.terminal.folder, 'dr.yml'));
    });

    it('is deployed, while a run is open, only against a refusal, and it is kept who did and why', async () => {
      const why = `${update.run} (failover of shop) is open, and a deployment would change what it stands on.`;
      expect(update.refused).toContain(why);
      expect(update.refused).toMatch(/^ended with 3$/m);
      expect(update.said).toContain('The guard is overridden, which is kept in the records');
      expect(await cloud.records.overrides.recent(9)).toMatchObject([
        {
          by: { id: expect.stringMatching(/^arn:aws:/), via: 'cli' },
          stacks: ['dr-control-plane'],
          reason: 'why it cannot wait',
          refusals: [expect.stringContaining(why)],
        },
      ]);
    });

    it('is shown before it is deployed, which changes nothing', () => {
      const [, ...stacks] = update.shown.split(/^Stack /m);
      expect(stacks).toEqual([expect.stringMatching(/^dr-control-plane .*route53:ChangeResourceRecordSets/s)]);
      expect(update.changesBefore).toBe(0);
      expect(update.changes).toBeGreaterThan(0);
    });

    it('waits for both people, one of whom is in the user group alone', () => {
      expect(view.questions.flatMap(({ votes }) => votes.map(({ by }) => by.id))).toEqual([AMIR, NINA]);
    });

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
async function deployForRecords(cloud: Cloud, zones: readonly string[]): Promise<Update> {
  const { terminal, application } = cloud;
  const path = join(terminal.folder, 'dr.yml');
  const [first, second] = zones;
  const records = `[{ name: ${application.domain}, zone: ${first} }, { name: internal.${application.domain}, zone: ${second} }]`;
  const withZone = (text: string, side: keyof typeof BALANCER_ZONES): string => {
    const { url } = applicationOnAws(application).balancers[side];
    return text.replace(`url: "${url}" }`, `url: "${url}", zone: ${BALANCER_ZONES[side]} }`);
  };
  const before = withZone(withZone(await readFile(path, 'utf8'), 'primary'), 'dr');
  const changed = before
    .replace(/^( +)cluster:/m, `$1traffic: records\n$1records: ${records}\n$&`)
    .replace('needed: 1', 'needed: 2');
  await writeFile(path, changed);
  await keepTemplates(cloud);
  return updateDuringRun(cloud);
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
