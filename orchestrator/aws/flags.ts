import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Application, Config } from '../config.ts';
import { isExpected, Refused, Unavailable } from '../domain/errors.ts';
import type { FlagState } from '../domain/facts.ts';
import type { Marker, Traffic } from '../ports/world.ts';
import { ignoreFlagOfDr, ignoringPermissions } from './calculated-check.ts';
import type { Clients } from './clients.ts';
import { platformOnAws, sideOf } from './deployment.ts';
import { askFor, isNamed } from './errors.ts';
import type { PermissionsOf } from './permissions.ts';
import type { Locate } from './whereabouts.ts';

const FLAGS = ['dr', 'control'] as const;
type Flag = (typeof FLAGS)[number];

/** The key of an application's flag in both buckets; the health checks ask for it. */
export const flagKey = (application: string): string => `${application}/failed-over.json`;

/** Moves users by two S3 objects, which health checks of Route 53 look at: no change of a record, so no control plane. */
export function flagTraffic(
  config: Config,
  application: Application,
  clients: Pick<Clients, 's3' | 'route53'>,
  locate: Locate,
): Traffic {
  const place = (flag: Flag) => ({ Bucket: platformOnAws(config).flagBuckets[flag], Key: flagKey(application.id) });
  const what = (flag: Flag): string => `The flag bucket ${place(flag).Bucket}`;
  const s3 = (flag: Flag) => clients.s3(config.regions[flag]);

  const put = (flag: Flag, by: Marker) => {
    // Checkers are anonymous, and anonymous readers get nothing that is encrypted with a KMS key.
    const body = { ContentType: 'application/json', ServerSideEncryption: 'AES256', Body: JSON.stringify(by) } as const;
    return askFor(what(flag), () => s3(flag).send(new PutObjectCommand({ ...place(flag), ...body })));
  };
  const remove = (flag: Flag) => askFor(what(flag), () => s3(flag).send(new DeleteObjectCommand(place(flag))));

  /** A GET, because a HEAD cannot tell a missing object from a missing bucket. */
  const look = async (flag: Flag): Promise<FlagState> => {
    try {
      await askFor(what(flag), async () => {
        const { Body } = await s3(flag).send(new GetObjectCommand(place(flag)));
        await Body?.transformToByteArray();
      });
      return 'present';
    } catch (error) {
      if (isNamed(error, 'NoSuchKey')) return 'absent';
      if (isExpected(error)) return 'unreachable';
      throw error;
    }
  };

  return {
    look: async () => {
      const [found, dr, control] = await Promise.all([locate(), look('dr'), look('control')]);
      return { answers: found?.region ?? null, flags: { dr, control } };
    },
    shift: async (to, by) => {
      const isAway = sideOf(config, to) === 'dr';
      const changed = await Promise.allSettled(FLAGS.map((flag) => (isAway ? put(flag, by) : remove(flag))));
      const reasons: unknown[] = changed.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      if (reasons.length === FLAGS.length) throw neither(reasons);
      if (!isAway && changed[0]?.status === 'rejected') await ignoreFlagOfDr(application, clients);
    },
  };
}

/** Both refused is for people to mend; as long as one does not answer it is worth asking again. */
function neither(reasons: readonly unknown[]): unknown {
  const bug = reasons.find((reason) => !isExpected(reason));
  if (bug !== undefined) return bug;
  const sentence = `Neither flag could be changed: ${reasons.map((reason) => (reason as Error).message).join(' ')}`;
  const Kind = reasons.every((reason) => reason instanceof Refused) ? Refused : Unavailable;
  return new Kind(sentence, { cause: reasons[0] });
}

const bucketsOf = (config: Config): readonly string[] =>
  FLAGS.map((flag) => `arn:aws:s3:::${platformOnAws(config).flagBuckets[flag]}`);
const objectsOf = (config: Config, { id }: Application): readonly string[] =>
  bucketsOf(config).map((bucket) => `${bucket}/${flagKey(id)}`);

/** What moving users by flags needs. */
export const flagPermissions: PermissionsOf<Traffic> = {
  look: [
    { actions: ['s3:GetObject'], resources: objectsOf },
    {
      actions: ['s3:ListBucket'],
      resources: bucketsOf,
      // Without it, S3 answers 403 for an object that is not there.
      source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
    },
  ],
  shift: [{ actions: ['s3:PutObject', 's3:DeleteObject'], resources: objectsOf }, ...ignoringPermissions],
};
