import { describe, expect, it } from 'vitest';
import { attachedApp, createdApp, templateOf } from './synthesized.ts';

interface Kept {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: object;
}

const all = [createdApp(), attachedApp()].flatMap((app) =>
  app.node.children
    .filter(({ node }) => /^(dr|shop)-/.test(node.id))
    .flatMap(({ node }) => Object.values(templateOf(app, node.id).toJSON().Resources as Record<string, Kept>)),
);
const isKept = ({ DeletionPolicy = 'Delete' }: Kept): boolean => DeletionPolicy !== 'Delete';
/** What is kept when its stack goes, by type, with how; and whether AWS itself refuses to delete it. */
const kept = all.filter(isKept).map(({ Type, DeletionPolicy, UpdateReplacePolicy, Properties }) => {
  const isProtected = /"(?:DeletionProtection|DeletionProtectionEnabled)":true/.test(JSON.stringify(Properties));
  return { Type, DeletionPolicy, UpdateReplacePolicy, isProtected };
});

describe('what outlives its stack', () => {
  it('is every key, secret, bucket, registry, database with its logs, and the records, also where it is replaced', () => {
    expect([...new Set(kept.map(({ Type }) => Type))].toSorted()).toEqual([
      'AWS::DynamoDB::GlobalTable',
      'AWS::ECR::Repository',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::RDS::DBInstance',
      'AWS::S3::Bucket',
      'AWS::SecretsManager::Secret',
    ]);
    for (const { UpdateReplacePolicy } of kept) expect(UpdateReplacePolicy).toBe('Retain');
    const types = new Set(kept.map(({ Type }) => Type));
    const lost = all.filter((each) => types.has(each.Type) && !isKept(each)).map(({ Type }) => Type);
    expect([...new Set(lost)]).toEqual(['AWS::Logs::LogGroup']);
  });

  it('goes with a first deployment that fails, so that it can be repeated, but where AWS refuses to delete it', () => {
    for (const { Type, DeletionPolicy, isProtected } of kept) {
      expect(`${Type}: ${DeletionPolicy}`).toBe(`${Type}: ${isProtected ? 'Retain' : 'RetainExceptOnCreate'}`);
    }
  });
});
