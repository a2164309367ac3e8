import { GetBucketReplicationCommand } from '@aws-sdk/client-s3';
import type { Application, Config } from '../../config.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { Move, Region } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws, sideOf } from '../deployment.ts';
import { askFor, isNamed } from '../errors.ts';
import type { Permission } from '../permissions.ts';

/**
 * Copying between the buckets that is not switched on, in both directions: it cannot be set up while us-east-1 is impaired, so
 * it has to be there beforehand. A source that is silent is not looked at.
 */
export async function missingReplication(
  config: Config,
  application: Application,
  clients: Pick<Clients, 's3'>,
  { from, to }: Move,
): Promise<readonly string[]> {
  const [back, forth] = await Promise.all([
    isCopied(config, application, clients, to, from),
    isCopied(config, application, clients, from, to).catch(silence),
  ]);
  return [
    ...(back ? [] : [`objects written in ${to} would not be copied to ${from}: its bucket has no enabled rule for that`]),
    ...(forth ? [] : [`objects written in ${from} are not copied to ${to}: its bucket has no enabled rule for that`]),
  ];
}

function silence(error: unknown): true {
  if (error instanceof Unavailable) return true;
  throw error;
}

async function isCopied(
  config: Config,
  application: Application,
  clients: Pick<Clients, 's3'>,
  from: Region,
  to: Region,
): Promise<boolean> {
  const { buckets } = applicationOnAws(application);
  const [Bucket, destination] = [buckets[sideOf(config, from)], `arn:aws:s3:::${buckets[sideOf(config, to)]}`];
  const command = new GetBucketReplicationCommand({ Bucket });
  try {
    const { ReplicationConfiguration } = await askFor(`The bucket ${Bucket}`, () => clients.s3(from).send(command));
    const rules = ReplicationConfiguration?.Rules ?? [];
    return rules.some(({ Status, Destination }) => Status === 'Enabled' && Destination?.Bucket === destination);
  } catch (error) {
    if (isNamed(error, 'ReplicationConfigurationNotFoundError')) return false;
    throw error;
  }
}

/** What looking at replication needs. */
export const replicationPermissions: readonly Permission[] = [
  {
    actions: ['s3:GetReplicationConfiguration'],
    resources: (_, application) => Object.values(applicationOnAws(application).buckets).map((name) => `arn:aws:s3:::${name}`),
  },
];
