import { describe, expect, it } from 'vitest';
import { secretVersions } from '../../orchestrator/aws/secret-versions.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { json, jsonFault, type Script, scriptedAws } from './scripted-aws.ts';

const login = { username: 'shop_a', password: 'held' };
const versionsOf = (script: Script) => {
  const aws = scriptedAws(script);
  return { aws, versions: secretVersions('shop/writer', { ...aws.connection, region: 'us-east-1' } as never) };
};

describe('the versions of a secret', () => {
  it('tell the login that is current', async () => {
    const { aws, versions } = versionsOf({ GetSecretValue: () => json({ SecretString: JSON.stringify(login) }) });
    expect(await versions.current()).toEqual(login);
    expect(aws.asked).toMatchObject([{ input: { SecretId: 'shop/writer', VersionStage: 'AWSCURRENT' } }]);
  });

  it('tell that nothing is pending while Secrets Manager has a version without a value', async () => {
    const { aws, versions } = versionsOf({ GetSecretValue: () => jsonFault(400, 'ResourceNotFoundException') });
    expect(await versions.pending('one')).toBeNull();
    expect(aws.asked).toMatchObject([{ input: { VersionId: 'one', VersionStage: 'AWSPENDING' } }]);
  });

  it('are refused when they hold no login, without telling what they hold', async () => {
    const { versions } = versionsOf({ GetSecretValue: () => json({ SecretString: '{"password":"held"}' }) });
    const error: unknown = await versions.current().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Refused);
    expect((error as Refused).message).toBe('The secret shop/writer does not hold a username and a password.');
  });

  it('get a pending login under the token of the rotation', async () => {
    const { aws, versions } = versionsOf({ PutSecretValue: () => json({}) });
    await versions.put('one', login);
    expect(aws.asked).toMatchObject([
      { input: { ClientRequestToken: 'one', SecretString: JSON.stringify(login), VersionStages: ['AWSPENDING'] } },
    ]);
  });

  it('make the pending one current in the place of the one that was, once', async () => {
    let stages: Record<string, string[]> = { zero: ['AWSCURRENT'], one: ['AWSPENDING'] };
    const { aws, versions } = versionsOf({
      DescribeSecret: () => json({ VersionIdsToStages: stages }),
      UpdateSecretVersionStage: () => {
        stages = { zero: ['AWSPREVIOUS'], one: ['AWSCURRENT'] };
        return json({});
      },
    });
    await versions.makeCurrent('one');
    await versions.makeCurrent('one');
    expect(aws.asked.filter(({ operation }) => operation === 'UpdateSecretVersionStage')).toMatchObject([
      { input: { VersionStage: 'AWSCURRENT', MoveToVersionId: 'one', RemoveFromVersionId: 'zero' } },
    ]);
  });
});
