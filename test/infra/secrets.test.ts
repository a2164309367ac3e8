import { describe, expect, it } from 'vitest';
import { MASTER_USER } from '../../infra/constructs/database-secrets.ts';
import { createdApplications } from '../../infra/reference.ts';
import { schemaSql } from '../../lab/app/schema.ts';
import { bootstrapSql, writersSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { config, createdApp, makeApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const app = createdApp();
const { primary, dr } = config.regions;
const template = templateOf(app, `shop-data-${primary}`);
const shop = applicationOf(config, 'shop');
const keyOf = { 'Fn::ImportValue': expect.stringContaining('Datashop') };
const only = (type: string): Resource => {
  const [found, ...more] = resourcesOf(template, type);
  if (found === undefined || more.length > 0) throw new Error(`Expected one ${type}.`);
  return found;
};
const writer = only('AWS::RDS::DBInstance').Properties;

describe('the secrets', () => {
  const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret');

  it('are the master’s and the writer’s, under a key of each Region, and outlive the stack', () => {
    expect(secrets.map(({ Properties }) => Properties.Name).toSorted()).toEqual(['shop/master', 'shop/writer']);
    for (const { Properties, DeletionPolicy } of secrets) {
      expect(DeletionPolicy).toBe('RetainExceptOnCreate');
      expect(Properties.KmsKeyId).toEqual(keyOf);
      const [replica, ...more] = Properties.ReplicaRegions;
      expect(more).toEqual([]);
      expect(replica.Region).toBe(dr);
      expect(JSON.stringify(replica.KmsKeyId)).toContain(`:kms:${dr}:${config.aws?.account}:alias/shop-data`);
    }
    const [alias] = resourcesOf(templateOf(app, `dr-keys-${dr}`), 'AWS::KMS::Alias').filter(
      ({ Properties }) => Properties.AliasName === 'alias/shop-data',
    );
    expect(alias).toBeDefined();
  });

  it('hold a username and a password and no host, and no password is in the template', () => {
    const made = secrets.map(({ Properties }) => Properties.GenerateSecretString);
    for (const { SecretStringTemplate: _, ...password } of made) {
      expect(password).toEqual({ GenerateStringKey: 'password', PasswordLength: 32, ExcludePunctuation: true });
    }
    const held = made.map(({ SecretStringTemplate }) => JSON.parse(SecretStringTemplate));
    expect(held).toEqual(expect.arrayContaining([{ username: MASTER_USER }, { username: shop.database.writers[0] }]));
    expect(writer.MasterUserPassword).toMatchObject({ 'Fn::Join': expect.anything() });
    expect(JSON.stringify(writer.MasterUserPassword)).toContain('{{resolve:secretsmanager:');
  });

  it('leave the master to nobody: no writer is the master user', () => {
    expect(shop.database.writers).not.toContain(MASTER_USER);
    expect(writer.MasterUsername).toBe(MASTER_USER);
  });

  it('let the writers take turns every 30 days, once the roles are there', () => {
    const schedule = only('AWS::SecretsManager::RotationSchedule') as Resource & { DependsOn: string[] };
    expect(schedule.Properties).toMatchObject({
      RotationRules: { AutomaticallyAfterDays: 30 },
      // A deployment would change the password that tasks have.
      RotateImmediatelyOnUpdate: false,
    });
    expect(schedule.DependsOn.some((id) => id.startsWith('BootstrapRoles'))).toBe(true);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceArn: schedule.Properties.SecretId,
    });
  });
});

describe('a single writer', () => {
  const alone = { ...shop, database: { ...shop.database, writers: shop.database.writers.slice(0, 1) } };
  const ofOne = templateOf(makeApp({ ...config, applications: { shop: alone } }), `shop-data-${primary}`);

  it('keeps its password: nobody could take turns with it', () => {
    expect(resourcesOf(ofOne, 'AWS::SecretsManager::RotationSchedule')).toEqual([]);
  });
});

describe('the roles of the database', () => {
  it('are made by statements that the template shows, once the instance is there, and in the primary Region alone', () => {
    const { Properties } = only('Custom::DatabaseRoles');
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
    expect(Properties.statements).toEqual(
      [...writersSql(shop), ...schemaSql(shop.database.writers), ...bootstrapSql(shop, 'iam')].map(flat),
    );
  });

  it('are made, and their passwords changed, over TLS that trusts the authority of RDS', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
    const administration = functions.filter(({ FunctionName }) => /^dr-(bootstrap|rotation)-shop$/.test(FunctionName));
    expect(administration).toHaveLength(2);
    for (const { Environment } of administration)
      expect(Environment.Variables.NODE_EXTRA_CA_CERTS).toBe('/var/runtime/ca-cert.pem');
  });

  const [created] = createdApplications(config);
  if (created === undefined) throw new Error('Shop is not made here.');
  const { create } = created.aws;
  const ofAnother = { ...created.aws, create: { ...create, database: { ...create.database, sample: false } } };
  const another = makeApp({ ...config, applications: { shop: { ...shop, aws: ofAnother } } });
  const [roles] = resourcesOf(templateOf(another, `shop-data-${primary}`), 'Custom::DatabaseRoles');

  it('make no table where the application is not the sample: its first writer may', () => {
    expect(roles?.Properties.statements).toContain('grant create on schema public to "shop_a"');
    expect(roles?.Properties.statements.join('\n')).not.toContain('create table if not exists orders');
  });

  it('are made and rotated by functions that may read these secrets and nothing else', () => {
    const actions = (name: string) => {
      const fn = resourcesOf(template, 'AWS::Lambda::Function').find(({ Properties }) => Properties.FunctionName === name);
      const role = fn?.Properties.Role['Fn::GetAtt'][0];
      const { Properties } = template.findResources('AWS::IAM::Role')[role] as unknown as Resource;
      return Properties.Policies.flatMap(
        ({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement,
      )
        .flatMap(({ Action, Resource: on }: { Action: string | string[]; Resource: unknown }) =>
          [Action].flat().map((action) => `${action} ${JSON.stringify(on)}`),
        )
        .filter((line: string) => /^(secretsmanager|rds-db|kms|rds):/.test(line))
        .toSorted();
    };
    const secret = (name: string) => `arn:aws:secretsmanager:${primary}:${config.aws?.account}:secret:shop/${name}-??????`;
    expect(actions('dr-bootstrap-shop')).toEqual([
      `secretsmanager:GetSecretValue ${JSON.stringify([secret('master'), secret('writer')])}`,
    ]);
    const rotating = actions('dr-rotation-shop');
    expect(rotating.filter((line: string) => !line.startsWith('rds-db:connect'))).toEqual(
      ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
        (action) => `secretsmanager:${action} ${JSON.stringify(secret('writer'))}`,
      ),
    );
  });
});
