import { setTimeout as sleep } from 'node:timers/promises';
import type { Kept } from '../../../orchestrator/domain/kept.ts';
import type { World } from '../../../orchestrator/ports/world.ts';
import { option, type Typed } from './typed.ts';

const STATE = "DBInstances[0].join(' ', [DBInstanceStatus, ReadReplicaSourceDBInstanceIdentifier || 'nobody'])";
/** What a replica is made like; the lab's databases have none of it, so that these are the words a person has to hand on. */
const LIKE: Readonly<Record<string, string>> = {
  KmsKeyId: 'the-key',
  'DBSubnetGroup.DBSubnetGroupName': 'the-subnets',
  'VpcSecurityGroups[].VpcSecurityGroupId': 'the-group',
  StorageType: 'gp3',
  'DBParameterGroups[0].DBParameterGroupName': 'the-parameters',
};

/** One call of `aws rds`, answered by the lab. */
export async function rds(typed: Typed, world: World, region: string, operation: string): Promise<string> {
  const { words, lab } = typed;
  const id = idIn(typed, region);
  const named = (name: string): string => {
    if (option(words, name) === id) return id;
    throw new Error(`${region} has no database ${option(words, name)}.`);
  };
  const rebuilding = (name: string) => ({ region, keptAs: option(words, name).slice(id.length + 1) });
  const kept = async (kind: Kept['kind'], name: string): Promise<Kept | null> =>
    (await world.rebuild.kept(region)).find((one) => one.kind === kind && `${id}-${one.keptAs}` === name) ?? null;
  switch (operation) {
    case 'generate-db-auth-token':
      return lab.token;
    case 'promote-read-replica':
      await world.database.promote(region);
      return '';
    case 'create-db-snapshot':
      named('--db-instance-identifier');
      await world.rebuild.snapshot(rebuilding('--db-snapshot-identifier'));
      return '';
    case 'wait': {
      const ofSnapshot = words[2] === 'db-snapshot-available';
      const name = option(words, ofSnapshot ? '--db-snapshot-identifier' : '--db-instance-identifier');
      const isThere = async (): Promise<boolean> =>
        name === id
          ? (await world.database.status(region)).state === 'available' && (await isSettled(world, region))
          : (await kept(ofSnapshot ? 'snapshot' : 'instance', name))?.isMade === true;
      while (!(await isThere().catch(() => false))) await sleep(20);
      return '';
    }
    case 'modify-db-instance':
      named('--db-instance-identifier');
      if (!words.includes('--apply-immediately')) throw new Error('It would wait for the maintenance window.');
      if (words.includes('--new-db-instance-identifier'))
        await world.rebuild.setAside(rebuilding('--new-db-instance-identifier'));
      else if (option(words, '--db-parameter-group-name') === 'the-parameters') await world.rebuild.restore(region);
      return '';
    case 'reboot-db-instance':
      named('--db-instance-identifier');
      return '';
    case 'create-db-instance-read-replica': {
      named('--db-instance-identifier');
      const asked = ['--kms-key-id', '--db-subnet-group-name', '--vpc-security-group-ids', '--storage-type'];
      const got = asked.map((name) => option(words, name)).join(' ');
      if (got !== 'the-key the-subnets the-group gp3') throw new Error(`No replica can be made with ${got}.`);
      const from = option(words, '--source-region');
      if (option(words, '--source-db-instance-identifier') !== arn(idIn(typed, from)))
        throw new Error('There is no such source.');
      await world.rebuild.replicate(region);
      return '';
    }
    default:
      return described(typed, world, region, kept);
  }
}

/** What `--query` asks for, of the Region's database or of one that is kept. */
async function described(
  typed: Typed,
  world: World,
  region: string,
  kept: (kind: Kept['kind'], name: string) => Promise<Kept | null>,
): Promise<string> {
  const { words, lab } = typed;
  const id = idIn(typed, region);
  const query = option(words, '--query');
  const list = /^DB(Instance|Snapshot)s\[\?starts_with\(DB\1Identifier, '([^']+)'\)\]/.exec(query);
  if (list !== null) {
    const all = (await world.rebuild.kept(region)).filter(({ kind }) => kind === list[1]?.toLowerCase());
    return all
      .map(({ keptAs }) => `${id}-${keptAs}`)
      .filter((name) => name.startsWith(list[2] ?? '?'))
      .join('\n');
  }
  const name = option(words, '--db-instance-identifier');
  const field = query.replace('DBInstances[0].', '');
  if (name !== id && (await kept('instance', name)) === null) throw new Error(`${region} has no database ${name}.`);
  if (query === STATE) {
    const { state, replicaOf } = await world.database.status(region);
    return `${state} ${replicaOf ?? 'nobody'}`;
  }
  if (query === 'DBInstances[0].Endpoint.[Address,Port]') return `127.0.0.1\t${lab.databases[region]}`;
  if (field === 'BackupRetentionPeriod') return '1';
  if (field === 'DBInstanceArn') return arn(id);
  if (field.startsWith('[')) return name === id ? (await world.rebuild.differences(region)).join('\n') : '';
  if (LIKE[field] === undefined || name === id) throw new Error(`rds describe is not known with ${query} of ${name}.`);
  return LIKE[field];
}

const idIn = ({ application, config }: Typed, region: string): string =>
  application.database.instances[region === config.regions.primary ? 'primary' : 'dr'];
const arn = (id: string): string => `arn:of:${id}`;

/** Whether its database has started with every setting that it has to have, or was never made anew. */
const isSettled = async (world: World, region: string): Promise<boolean> =>
  !(await world.rebuild.differences(region)).some((says) => says.includes('starts anew'));
