import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import { answering } from './aws-before-memory.ts';
import { type Asked, type Reply, type Script, xml, xmlFault } from './scripted-aws.ts';
import { dr, shop } from './shop.ts';

/*
 * RDS and Route 53 as making a database anew calls them, with the in-memory world behind them. Every database that was there from
 * the start has two zones; one that is made anew has one until it is modified.
 */

const idIn = (region: Region): string => shop.database.instances[region === dr ? 'dr' : 'primary'];
const isOwn = ({ region, input }: Asked): boolean => input.DBInstanceIdentifier === idIn(region);
const keptAsIn = (region: Region, name: unknown): string => String(name).slice(idIn(region).length + 1);
const NAME = /^shop-(primary|dr)-old-\d{4}-\d\d-\d\d-[a-z0-9-]+$/;

/** The script of an AWS that makes databases anew, over the script of one that does not. */
export function withRebuild(world: MemoryWorld, rest: Script): Script {
  const passedOn = async (asked: Asked): Promise<Reply> => {
    const script = rest[asked.operation];
    if (script === undefined) throw new Error(`Nothing answers ${asked.operation}.`);
    return script(asked);
  };
  const { rebuild } = world;
  const describeInstances = async (asked: Asked): Promise<Reply> => {
    const { region, input } = asked;
    if (input.DBInstanceIdentifier === undefined) {
      const listed = await passedOn(asked);
      const kept = (await rebuild.kept(region)).filter(({ kind }) => kind === 'instance');
      const more = kept.map(({ keptAs }) => instance(`${idIn(region)}-${keptAs}`, true));
      return { ...listed, body: listed.body.replace('</DBInstances>', `${more.join('')}</DBInstances>`) };
    }
    if (!isOwn(asked)) return passedOn(asked);
    if ((await rebuild.look(region)).database === null) return xmlFault(404, 'DBInstanceNotFound');
    const found = await passedOn(asked);
    const hasTwoZones = (await rebuild.differences(region)).length === 0;
    return { ...found, body: found.body.replace('<DBInstanceStatus>', `<MultiAZ>${hasTwoZones}</MultiAZ><DBInstanceStatus>`) };
  };
  const own = {
    GetHostedZone: async () =>
      xml('<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z1</Id></HostedZone></GetHostedZoneResponse>'),
    DescribeDBInstances: describeInstances,
    DescribeDBSnapshots: async ({ region }: Asked) => {
      const kept = (await rebuild.kept(region)).filter(({ kind }) => kind === 'snapshot');
      const all = kept.map(({ keptAs, isMade }) => snapshot(`${idIn(region)}-${keptAs}`, isMade ? 'available' : 'creating'));
      return answer('DescribeDBSnapshots', `<DBSnapshots>${all.join('')}</DBSnapshots>`);
    },
    CreateDBSnapshot: async ({ region, input }: Asked) => {
      const name = named(input.DBSnapshotIdentifier);
      if ((await rebuild.kept(region)).some(({ kind, keptAs }) => kind === 'snapshot' && keptAs === keptAsIn(region, name)))
        return xmlFault(400, 'DBSnapshotAlreadyExists');
      await rebuild.snapshot({ region, keptAs: keptAsIn(region, name) });
      return answer('CreateDBSnapshot', '');
    },
    ModifyDBInstance: async (asked: Asked) => {
      const { region, input } = asked;
      if (!isOwn(asked)) throw new Error(`Nobody may modify ${input.DBInstanceIdentifier}.`);
      if (input.NewDBInstanceIdentifier === undefined) await rebuild.restore(region);
      else await rebuild.setAside({ region, keptAs: keptAsIn(region, named(input.NewDBInstanceIdentifier)) });
      return answer('ModifyDBInstance', '');
    },
    CreateDBInstanceReadReplica: async (asked: Asked) => {
      if (!isOwn(asked)) return passedOn(asked);
      await rebuild.replicate(asked.region);
      return answer('CreateDBInstanceReadReplica', '');
    },
  };
  return { ...rest, ...answering(world, own) };
}

function named(name: unknown): string {
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new Error(`Nothing is to be kept as ${String(name)}.`);
}

const instance = (id: string, hasTwoZones: boolean): string =>
  `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus>
  <MultiAZ>${hasTwoZones}</MultiAZ><BackupRetentionPeriod>7</BackupRetentionPeriod>
  <TagList><Tag><Key>dr:drill-group</Key><Value>sg-0drill</Value></Tag></TagList></DBInstance>`;
const snapshot = (id: string, status: string): string =>
  `<DBSnapshot><DBSnapshotIdentifier>${id}</DBSnapshotIdentifier><Status>${status}</Status></DBSnapshot>`;
const answer = (operation: string, body: string): Reply =>
  xml(`<${operation}Response><${operation}Result>${body}</${operation}Result></${operation}Response>`);
