import { type Change, ChangeResourceRecordSetsCommand, GetChangeCommand } from '@aws-sdk/client-route-53';
import type { Application, Config } from '../config.ts';
import { Refused } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { Clock, Traffic } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws, platformOnAws, sideOf } from './deployment.ts';
import { askFor } from './errors.ts';
import type { PermissionsOf } from './permissions.ts';
import type { Locate } from './whereabouts.ts';

/*
 * Five requests a second an account; a request takes 1,000 changes, and an UPSERT counts as two.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
 */
const BETWEEN_REQUESTS_MS = 200;
const UPSERTS_AT_ONCE = 500;

const WHAT = 'Route 53';

/**
 * The fallback: moves users by changing alias records, which needs Route 53's control plane in us-east-1. A change that was
 * asked for is not asked for again while it spreads, and DNS counts as answering nothing until it has.
 */
export function recordTraffic(
  config: Config,
  application: Application,
  { route53 }: Pick<Clients, 'route53'>,
  locate: Locate,
  { now, sleep }: Clock,
): Traffic {
  let spreading: readonly string[] = [];
  let towards: Region | null = null;
  let endedAt = 0;
  let before: Promise<unknown> = Promise.resolve();
  // Counted from the answer: on the way a request may be caught up with by the one after it.
  const inPace = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const asked = before.then(async () => {
      await sleep(Math.max(0, endedAt + BETWEEN_REQUESTS_MS - now()));
      return askFor(WHAT, ask).finally(() => {
        endedAt = now();
      });
    });
    before = asked.catch(() => undefined);
    return asked;
  };

  const isSpreading = async (): Promise<boolean> => {
    for (const Id of spreading) {
      const { ChangeInfo } = await inPace(() => route53.send(new GetChangeCommand({ Id })));
      if (ChangeInfo?.Status === 'PENDING') return true;
      spreading = spreading.filter((id) => id !== Id);
    }
    return false;
  };

  return {
    look: async () => {
      const [found, pending] = await Promise.all([locate(), isSpreading()]);
      return { answers: pending ? null : (found?.region ?? null), flags: null };
    },
    shift: async (to, { run, epoch }) => {
      if (towards === to && (await isSpreading())) return;
      const batches = batchesOf(config, application, to);
      towards = null;
      spreading = [];
      for (const { zone, Changes } of batches) {
        const ChangeBatch = { Changes: [...Changes], Comment: `${run}, epoch ${epoch}` };
        const command = new ChangeResourceRecordSetsCommand({ HostedZoneId: zone, ChangeBatch });
        const { ChangeInfo } = await inPace(() => route53.send(command));
        spreading = [...spreading, ...(ChangeInfo?.Id === undefined ? [] : [ChangeInfo.Id])];
      }
      // Only what was asked for whole is not asked for again.
      towards = to;
    },
  };
}

interface Batch {
  readonly zone: string;
  readonly Changes: readonly Change[];
}

/**
 * The changes of one move, by zone, in pieces that Route 53 takes. The application's own domain comes last, because it is what is looked
 * at: where it leads to the target, all the others were changed before, whoever asked for that and whatever became of them since.
 */
export function batchesOf(config: Config, application: Application, to: Region): readonly Batch[] {
  const { records, balancers } = applicationOnAws(application);
  const { url, zone: aliasZone } = balancers[sideOf(config, to)];
  if (aliasZone === undefined) throw new Refused(`dr.yml gives no zone for the load balancer of ${application.id} in ${to}.`);
  const alias = { HostedZoneId: aliasZone, DNSName: new URL(url).hostname, EvaluateTargetHealth: false };
  const isLookedAt = ({ name }: (typeof records)[number]): boolean => name === application.domain;
  const inOrder = records.toSorted((one, other) => Number(isLookedAt(one)) - Number(isLookedAt(other)));
  const byZone = Object.groupBy(inOrder, ({ zone }) => zone ?? platformOnAws(config).hostedZone.id);
  const zones = Object.entries(byZone).toSorted(
    ([, one = []], [, other = []]) => Number(one.some(isLookedAt)) - Number(other.some(isLookedAt)),
  );
  return zones.flatMap(([zone, inZone = []]) => {
    const changes = inZone.map(
      ({ name, type }): Change => ({ Action: 'UPSERT', ResourceRecordSet: { Name: name, Type: type, AliasTarget: alias } }),
    );
    const pieces = Math.ceil(changes.length / UPSERTS_AT_ONCE);
    return Array.from({ length: pieces }, (_, piece) => ({
      zone,
      Changes: changes.slice(piece * UPSERTS_AT_ONCE, (piece + 1) * UPSERTS_AT_ONCE),
    }));
  });
}

const zonesOf = (config: Config, application: Application): readonly string[] =>
  applicationOnAws(application).records.map(
    ({ zone }) => `arn:aws:route53:::hostedzone/${zone ?? platformOnAws(config).hostedZone.id}`,
  );
const changes = { actions: ['route53:GetChange'], resources: () => ['arn:aws:route53:::change/*'] };

/** What moving users by records needs; who looks asks only after changes of its own. */
export const recordChangePermissions: PermissionsOf<Traffic> = {
  look: [],
  shift: [{ actions: ['route53:ChangeResourceRecordSets'], resources: zonesOf }, changes],
};
