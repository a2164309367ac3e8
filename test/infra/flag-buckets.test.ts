import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { config, createdApp, resourcesOf, templateOf } from './synthesized.ts';

const checkers = JSON.parse(readFileSync('orchestrator/aws/route53-healthchecks.json', 'utf8'));

describe.each([
  ['the DR Region', `dr-flags-${config.regions.dr}`, config.aws?.flagBuckets.dr],
  ['the control Region', 'dr-control-plane', config.aws?.flagBuckets.control],
])('the bucket of flags in %s', (_, stack, name) => {
  const template = templateOf(createdApp(), stack);

  it('is read by HTTPS, by the checkers of Route 53 alone, and by nobody else', () => {
    const [policy, ...others] = resourcesOf(template, 'AWS::S3::BucketPolicy');
    const [deny, allow, ...more] = policy?.Properties.PolicyDocument.Statement ?? [];
    expect([...others, ...more]).toEqual([]);
    expect(deny).toMatchObject({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(allow).toMatchObject({ Effect: 'Allow', Action: 's3:GetObject' });
    expect(allow.Condition).toEqual({ IpAddress: { 'aws:SourceIp': [...checkers.ipv4, ...checkers.ipv6] } });
    expect(checkers.ipv4.length).toBeGreaterThan(10);
  });

  it('is closed to the public, and encrypted by what needs no key to be read', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: name,
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });
});
