import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Application, Config } from '../../config.ts';
import type { Move } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws, sideOf } from '../deployment.ts';
import { askFor } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import { inBoth } from './in-both.ts';

/**
 * Buckets without versions: S3 copies nothing into one or out of it, whatever its rules say.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
 */
export const unversionedBuckets = (
  config: Config,
  application: Application,
  { s3 }: Pick<Clients, 's3'>,
  move: Move,
): Promise<readonly string[]> =>
  inBoth(move, async (region) => {
    const Bucket = applicationOnAws(application).buckets[sideOf(config, region)];
    const command = new GetBucketVersioningCommand({ Bucket });
    const { Status } = await askFor(`The bucket ${Bucket}`, () => s3(region).send(command));
    if (Status === 'Enabled') return [];
    return [
      `the bucket ${Bucket} in ${region} is not versioned, so that nothing is copied into it or out of it: turn versioning on`,
    ];
  });

/** What looking at versions needs. */
export const versioningPermissions: readonly Permission[] = [
  {
    actions: ['s3:GetBucketVersioning'],
    resources: (_, application) => Object.values(applicationOnAws(application).buckets).map((name) => `arn:aws:s3:::${name}`),
  },
];
