import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { answering } from './aws-before-memory.ts';
import { type Reply, type Script, xml, xmlFault } from './scripted-aws.ts';

/*
 * Route 53 as it takes changes of alias records and spreads them over its name servers, in the in-memory world's time. What takes them is in
 * us-east-1 alone; name servers answer whatever becomes of that.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/disaster-recovery-resiliency.html
 */

/** Changes generally spread within 60 s. */
const SPREADS_MS = 60_000;

interface Alias {
  readonly target: string;
  /** What name servers answer until then. */
  readonly before: string;
  /** Virtual ms. */
  readonly inSyncAt: number;
}

/** The zones of an account, by their ids: names and where their alias records lead. */
export type Zones = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A Route 53 with these zones, in which `leads` says what name servers answer. */
export function zonesBefore(world: MemoryWorld, zones: Zones): { readonly script: Script; leads(name: string): string } {
  const aliases = new Map<string, Alias>(
    Object.values(zones).flatMap((names) =>
      Object.entries(names).map(([name, target]) => [name, { target, before: target, inSyncAt: 0 }] as const),
    ),
  );
  const changes = new Map<string, number>();
  const answered = ({ target, before, inSyncAt }: Alias, now: number): string => (now < inSyncAt ? before : target);
  const info = (id: string, now: number): string =>
    `<ChangeInfo><Id>/change/${id}</Id><Status>${now < (changes.get(id) ?? 0) ? 'PENDING' : 'INSYNC'}</Status></ChangeInfo>`;

  const change = (zone: string, body: string, now: number): Reply => {
    if (zones[zone] === undefined) return xmlFault(404, 'NoSuchHostedZone');
    const sets = body.matchAll(/<Action>UPSERT<\/Action><ResourceRecordSet><Name>(.*?)<\/Name>.*?<DNSName>(.*?)<\/DNSName>/g);
    for (const [, name = '', target = ''] of sets) {
      const alias = aliases.get(name);
      if (zones[zone]?.[name] === undefined || alias === undefined) return xmlFault(400, 'InvalidChangeBatch');
      aliases.set(name, { target, before: answered(alias, now), inSyncAt: now + SPREADS_MS });
    }
    const id = `C${changes.size + 1}`;
    changes.set(id, now + SPREADS_MS);
    return xml(`<ChangeResourceRecordSetsResponse>${info(id, now)}</ChangeResourceRecordSetsResponse>`);
  };
  const script: Script = {
    ChangeResourceRecordSets: ({ region, path, body }) =>
      world.regions.at((now) => {
        world.regions.region(region).reach();
        return change(path.split('/')[3] ?? '', body, now);
      }),
    GetChange: ({ region, path }) =>
      world.regions.at((now) => {
        world.regions.region(region).reach();
        return xml(`<GetChangeResponse>${info(path.split('/').at(-1) ?? '', now)}</GetChangeResponse>`);
      }),
  };
  return {
    script: answering(world, script),
    leads: (name) => {
      const alias = aliases.get(name);
      if (alias === undefined) throw new Error(`No zone has ${name}.`);
      return world.regions.at((now) => answered(alias, now));
    },
  };
}
