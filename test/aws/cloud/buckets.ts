import { applicationOnAws, platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import type { Aws } from './ask.ts';

/** Makes a bucket in a Region. */
export async function makeBucket(aws: Aws, region: string, name: string): Promise<void> {
  const where = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await aws.rest('s3', region, 'PUT', `/${name}`, region === 'us-east-1' ? '' : where);
}

/** The application's two buckets, versioned, each copying to the other. */
export async function makeReplicatedBuckets(aws: Aws, config: Config, application: Application): Promise<void> {
  const { buckets } = applicationOnAws(application);
  const role = `arn:aws:iam::${platformOnAws(config).account}:role/replication`;
  const sides = ['primary', 'dr'] as const;
  for (const side of sides) {
    await makeBucket(aws, config.regions[side], buckets[side]);
    const versioned = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await aws.rest('s3', config.regions[side], 'PUT', `/${buckets[side]}?versioning`, versioned);
  }
  for (const side of sides) {
    const other = buckets[side === 'primary' ? 'dr' : 'primary'];
    const rule = `<Rule><ID>to-${other}</ID><Priority>1</Priority><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::${other}</Bucket></Destination></Rule>`;
    const replication = `<ReplicationConfiguration><Role>${role}</Role>${rule}</ReplicationConfiguration>`;
    await aws.rest('s3', config.regions[side], 'PUT', `/${buckets[side]}?replication`, replication);
  }
}
