import type { S3Client } from '@aws-sdk/client-s3';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { replicationFrom, toCloudFormation } from '../../infra/asset-replication.ts';
import { missingReplication } from '../../orchestrator/aws/readiness/replication.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { alike } from './alike.ts';
import { config, createdApp, resourcesOf, templateOf } from './synthesized.ts';

const app = createdApp();
const shop = applicationOf(config, 'shop');
const { primary, dr } = config.regions;
const [inPrimary, inDr] = [templateOf(app, `shop-storage-${primary}`), templateOf(app, `shop-storage-${dr}`)];
const back = templateOf(app, `shop-asset-return-${dr}`);
const assetsOf = (template: Template) =>
  resourcesOf(template, 'AWS::S3::Bucket').find(({ Properties }) => Properties.BucketName !== undefined);

describe.each([
  [primary, inPrimary],
  [dr, inDr],
])('the storage in %s', (region, template) => {
  it('has the bucket of dr.yml: versioned, closed to the public, encrypted with a key of the Region, kept', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        BucketName: `shop-data-${region}`,
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    const [rule] = assetsOf(template)?.Properties.BucketEncryption.ServerSideEncryptionConfiguration ?? [];
    expect(rule).toEqual({
      BucketKeyEnabled: true,
      ServerSideEncryptionByDefault: {
        SSEAlgorithm: 'aws:kms',
        KMSMasterKeyID: { 'Fn::ImportValue': expect.stringContaining(`dr-keys-${region}`) },
      },
    });
  });

  it('encrypts every bucket, and refuses every request without TLS', () => {
    for (const { Properties } of resourcesOf(template, 'AWS::S3::Bucket')) expect(Properties.BucketEncryption).toBeDefined();
    const policies = resourcesOf(template, 'AWS::S3::BucketPolicy').map(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(policies).toHaveLength(2);
    const withoutTls = { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    for (const statements of policies) expect(statements).toContainEqual(expect.objectContaining(withoutTls));
  });

  it('has no object of the application go by a TLS before 1.2', () => {
    const policies = resourcesOf(template, 'AWS::S3::BucketPolicy').map(({ Properties }) => JSON.stringify(Properties));
    const ofAssets = policies.filter((policy) => policy.includes('"s3:TlsVersion":1.2'));
    expect(ofAssets).toHaveLength(1);
    expect(ofAssets[0]).toContain('AssetsBucket');
  });

  it('keeps what was overwritten for 30 days and abandoned uploads for 7', () => {
    expect(assetsOf(template)?.Properties.LifecycleConfiguration.Rules).toEqual([
      expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true }),
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
    ]);
  });

  it('logs who asked for what, to where S3 may write it for this bucket of this account alone', () => {
    expect(assetsOf(template)?.Properties.LoggingConfiguration).toMatchObject({ LogFilePrefix: 'assets/' });
    const statements: { Sid?: string; Condition?: object }[] = resourcesOf(template, 'AWS::S3::BucketPolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statements.find(({ Sid }) => Sid === 'RequestsToTheBucket')?.Condition).toEqual({
      ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringContaining('AssetsBucket'), 'Arn'] } },
      StringEquals: { 'aws:SourceAccount': config.aws?.account },
    });
  });
});

describe('the storage of the two Regions', () => {
  it('differs in nothing but that the primary one says what it copies', () => {
    // A load balancer delivers its log as an account that AWS has in each Region.
    const deliverers = { '127311923021': '<deliverer>', '797873946194': '<deliverer>' };
    const words = { [primary]: '<region>', [dr]: '<region>', ...deliverers };
    const differs = alike(inPrimary, words).filter((resource) => !alike(inDr, words).includes(resource));
    expect(differs).toHaveLength(2);
    const bucket = (template: Template) =>
      JSON.parse(JSON.stringify(assetsOf(template)?.Properties).replaceAll(primary, '<region>').replaceAll(dr, '<region>'));
    const { ReplicationConfiguration, ...rest } = bucket(inPrimary);
    expect(rest).toEqual(bucket(inDr));
    expect(ReplicationConfiguration).toBeDefined();
  });
});

describe('copying between the buckets', () => {
  const role = { 'Fn::GetAtt': [expect.any(String), 'Arn'] };
  const asked = (put: string): object =>
    JSON.parse(
      resourcesOf(back, 'Custom::AWS')[0]
        ?.Properties[put]['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : '<role>'))
        .join(''),
    );

  it('is the same rule both ways: everything, deletions and changes of copies, in promised time, measured', () => {
    const [there, here] = (['primary', 'dr'] as const).map((side) => replicationFrom(config, shop, side, 'a role').Rules?.[0]);
    expect(there).toMatchObject({
      Status: 'Enabled',
      Filter: { Prefix: '' },
      DeleteMarkerReplication: { Status: 'Enabled' },
      SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' }, ReplicaModifications: { Status: 'Enabled' } },
      Destination: {
        Bucket: `arn:aws:s3:::shop-data-${dr}`,
        EncryptionConfiguration: { ReplicaKmsKeyID: `arn:aws:kms:${dr}:${config.aws?.account}:alias/shop-data` },
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
        Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
      },
    });
    expect(JSON.parse(JSON.stringify(here).replaceAll(primary, dr).replaceAll('to-primary', 'to-dr'))).toEqual(there);
  });

  it('is on the bucket of the primary Region from the beginning', () => {
    const { ReplicationConfiguration } = assetsOf(inPrimary)?.Properties ?? {};
    expect(ReplicationConfiguration).toEqual({ ...toCloudFormation(replicationFrom(config, shop, 'primary', '')), Role: role });
  });

  it('is put on the bucket of the DR Region when both are there, however often, and taken off with its stack', () => {
    const put = asked('Create');
    expect(put).toMatchObject({
      action: 'putBucketReplication',
      parameters: {
        Bucket: `shop-data-${dr}`,
        ReplicationConfiguration: replicationFrom(config, shop, 'dr', '<role>'),
      },
    });
    expect(asked('Update')).toEqual(put);
    expect(JSON.parse(resourcesOf(back, 'Custom::AWS')[0]?.Properties.Delete)).toMatchObject({
      action: 'deleteBucketReplication',
      parameters: { Bucket: `shop-data-${dr}` },
    });
  });

  it('is what readiness looks for in both directions', async () => {
    const answers: Readonly<Record<string, object>> = {
      [`shop-data-${primary}`]: replicationFrom(config, shop, 'primary', 'a role'),
      [`shop-data-${dr}`]: replicationFrom(config, shop, 'dr', 'a role'),
    };
    const send = async ({ input }: { input: { Bucket: string } }) => ({ ReplicationConfiguration: answers[input.Bucket] });
    const clients = { s3: () => ({ send }) as unknown as S3Client };
    expect(await missingReplication(config, shop, clients, { from: primary, to: dr })).toEqual([]);
    expect(await missingReplication(config, shop, clients, { from: dr, to: primary })).toEqual([]);
  });

  it.each([
    [primary, dr, inPrimary],
    [dr, primary, back],
  ])('from %s to %s reads there, writes here, and uses each key through S3 of its Region alone', (from, to, template) => {
    const copier = resourcesOf(template, 'AWS::IAM::Role').find(({ Properties }) =>
      JSON.stringify(Properties.AssumeRolePolicyDocument).includes('s3.amazonaws.com'),
    );
    const statements: { Action: string | string[]; Resource: unknown; Condition?: object }[] =
      copier?.Properties.Policies[0].PolicyDocument.Statement;
    const onKeys = statements.filter(({ Action }) => String(Action).startsWith('kms:'));
    const onObjects = statements.filter((statement) => !onKeys.includes(statement));
    expect(onObjects.map(({ Resource }) => Resource)).toEqual([
      `arn:aws:s3:::shop-data-${from}`,
      `arn:aws:s3:::shop-data-${from}/*`,
      `arn:aws:s3:::shop-data-${to}/*`,
    ]);
    expect(onKeys).toEqual([
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Condition: { StringEquals: { 'kms:ViaService': `s3.${from}.amazonaws.com` } },
      }),
      expect.objectContaining({
        Action: ['kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: `arn:aws:kms:${to}:${config.aws?.account}:key/*`,
        Condition: {
          StringEquals: { 'kms:ViaService': `s3.${to}.amazonaws.com` },
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/shop-data' },
        },
      }),
    ]);
  });

  it('back is set up by a function that may put a rule on that bucket, and hand S3 that role, and nothing else', () => {
    const [policy] = resourcesOf(back, 'AWS::IAM::Policy');
    expect(policy?.Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 's3:PutReplicationConfiguration', Resource: `arn:aws:s3:::shop-data-${dr}` },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: role,
        Condition: { StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } },
      },
    ]);
  });
});
