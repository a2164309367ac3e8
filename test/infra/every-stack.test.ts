import { Stack } from 'aws-cdk-lib';
import { AssetManifestArtifact } from 'aws-cdk-lib/cx-api';
import { describe, expect, it } from 'vitest';
import { attachedApp, config, createdApp, type Resource, templateOf, withAgents } from './synthesized.ts';

/** What says of a type that keeps data at rest that it is encrypted. Secrets and logs always are, by AWS; a topic passes alarms on and keeps none. */
const ENCRYPTED: Readonly<Record<string, (properties: Resource['Properties']) => unknown>> = {
  'AWS::DynamoDB::GlobalTable': ({ SSESpecification, Replicas }) =>
    SSESpecification.SSEEnabled &&
    SSESpecification.SSEType === 'KMS' &&
    Replicas.every((replica: Resource['Properties']) => replica.SSESpecification?.KMSMasterKeyId),
  'AWS::ECR::Repository': ({ EncryptionConfiguration }) => EncryptionConfiguration?.EncryptionType === 'KMS',
  'AWS::RDS::DBInstance': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketEncryption?.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm,
  'AWS::SQS::Queue': ({ KmsMasterKeyId, SqsManagedSseEnabled }) => KmsMasterKeyId ?? SqsManagedSseEnabled,
};
/** Services that keep data: a type of theirs that is a store has to stand above before it is used. */
const STORES = /^AWS::(DynamoDB|ECR|EFS|ElastiCache|Kinesis|KinesisFirehose|OpenSearchService|RDS|S3|SQS|Backup)::/;
/** Types of these services that keep nothing of their own. */
const NO_STORE = /Policy$|ParameterGroup$|SubnetGroup$|ReplicationConfiguration$/;

describe.each([
  ['that makes an application', config],
  ['of an application that exists already', withAgents],
])('every stack %s', (_, of) => {
  const app = of === config ? createdApp() : attachedApp();
  const resources = app.node.children
    .filter((child) => child instanceof Stack)
    .flatMap(({ node }) => Object.entries(templateOf(app, node.id).toJSON().Resources as Record<string, Resource>));
  const named = (holds: (resource: Resource) => unknown): readonly string[] =>
    resources.filter(([, resource]) => holds(resource)).map(([id, { Type }]) => `${Type} ${id}`);

  it('encrypts every store, and has no kind of store of which nobody says how', () => {
    const stores = named(({ Type }) => STORES.test(Type) && !NO_STORE.test(Type));
    expect(stores.length).toBeGreaterThan(3);
    expect(named(({ Type }) => STORES.test(Type) && !NO_STORE.test(Type) && ENCRYPTED[Type] === undefined)).toEqual([]);
    expect(named(({ Type, Properties }) => ENCRYPTED[Type] !== undefined && !ENCRYPTED[Type](Properties))).toEqual([]);
  });

  it('is made without asking AWS anything, and without building an image', () => {
    const { manifest, artifacts } = app.synth();
    expect(manifest.missing ?? []).toEqual([]);
    const assets = artifacts.filter((artifact) => AssetManifestArtifact.isAssetManifestArtifact(artifact));
    expect(assets.length).toBeGreaterThan(5);
    expect(assets.flatMap(({ contents }) => Object.keys(contents.dockerImages ?? {}))).toEqual([]);
  });

  it('is synthesized without a warning that nobody answered', () => {
    const messages = app.synth().stacks.flatMap((stack) => stack.messages);
    expect(messages.filter(({ level }) => level !== 'info').map(({ id, entry }) => `${id}: ${entry.data}`)).toEqual([]);
  });

  it('has no NAT, no elastic address, no Cloud Map, and nothing of a database or a task in public', () => {
    expect(named(({ Type }) => /NatGateway|::EIP$|ServiceDiscovery|EgressOnlyInternetGateway/.test(Type))).toEqual([]);
    expect(named(({ Properties }) => Properties?.PubliclyAccessible === true)).toEqual([]);
    expect(named(({ Properties }) => JSON.stringify(Properties ?? {}).includes('"AssignPublicIp":"ENABLED"'))).toEqual([]);
  });

  it('lets the world in at nothing but 443 of a load balancer', () => {
    const rules = resources.flatMap(([, { Type, Properties }]) => {
      if (Type === 'AWS::EC2::SecurityGroupIngress') return [{ ...Properties, of: 'a rule of its own' }];
      if (Type !== 'AWS::EC2::SecurityGroup') return [];
      return (Properties.SecurityGroupIngress ?? []).map((rule: object) => ({ ...rule, of: Properties.GroupDescription }));
    });
    const open = rules.filter(({ CidrIp, CidrIpv6 }) => CidrIp !== undefined || CidrIpv6 !== undefined);
    for (const rule of open) expect(rule).toMatchObject({ FromPort: 443, ToPort: 443, of: 'Load balancer of the services' });
    expect(open).toHaveLength(of === config ? 2 : 0);
  });
});
