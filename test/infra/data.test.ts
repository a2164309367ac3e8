import { describe, expect, it } from 'vitest';
import { MASTER_USER } from '../../infra/constructs/database-secrets.ts';
import { schemaSql } from '../../lab/app/schema.ts';
import { bootstrapSql, writersSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { alike } from './alike.ts';
import { config, makeApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const app = makeApp();
const { primary, dr } = config.regions;
const templates = { primary: templateOf(app, `shop-data-${primary}`), dr: templateOf(app, `shop-data-${dr}`) };
const shop = applicationOf(config, 'shop');
const only = (side: 'primary' | 'dr', type: string): Resource => {
  const [found, ...more] = resourcesOf(templates[side], type);
  if (found === undefined || more.length > 0) throw new Error(`Expected one ${type}.`);
  return found;
};
const instance = (side: 'primary' | 'dr') => only(side, 'AWS::RDS::DBInstance').Properties;
const keyOf = { 'Fn::ImportValue': expect.stringContaining('Datashop') };

describe('the databases', () => {
  it.each(['primary', 'dr'] as const)('are protected, watched and reached alike: %s', (side) => {
    expect(instance(side)).toMatchObject({
      DBInstanceIdentifier: shop.database.instances[side],
      Engine: 'postgres',
      EngineVersion: '17.6',
      DBInstanceClass: 'db.m7g.large',
      MaxAllocatedStorage: 500,
      KmsKeyId: keyOf,
      PubliclyAccessible: false,
      EnableIAMDatabaseAuthentication: true,
      CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      BackupRetentionPeriod: 7,
      DeleteAutomatedBackups: false,
      CopyTagsToSnapshot: true,
      DeletionProtection: true,
      AutoMinorVersionUpgrade: false,
      MonitoringInterval: 60,
      DatabaseInsightsMode: 'standard',
      EnablePerformanceInsights: true,
      PerformanceInsightsKMSKeyId: keyOf,
      EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
    });
    expect(instance(side)).not.toHaveProperty('ManageMasterUserPassword');
  });

  it('differ in what makes one the writer and the other its replica, and in nothing else', () => {
    const ofRole = (side: 'primary' | 'dr', other: 'primary' | 'dr') =>
      Object.keys(instance(side))
        .filter((name) => JSON.stringify(instance(side)[name]) !== JSON.stringify(instance(other)[name]))
        .filter((name) => !/^(DBInstanceIdentifier|PreferredMaintenanceWindow)$/.test(name))
        .filter((name) => !JSON.stringify(instance(side)[name]).includes('Fn::ImportValue'))
        .toSorted();
    expect(ofRole('primary', 'dr')).toEqual([
      'AllocatedStorage',
      'DBName',
      'MasterUserPassword',
      'MasterUsername',
      'MultiAZ',
      'StorageEncrypted',
    ]);
    expect(ofRole('dr', 'primary')).toEqual(['MultiAZ', 'SourceDBInstanceIdentifier', 'SourceRegion']);
  });

  it('are two zones and encrypted in the primary Region, and in the DR Region a replica of it under a key of its own', () => {
    expect(instance('primary')).toMatchObject({ MultiAZ: true, StorageEncrypted: true, DBName: 'shop' });
    expect(instance('dr')).toMatchObject({
      MultiAZ: false,
      SourceRegion: primary,
      SourceDBInstanceIdentifier: { 'Fn::Join': ['', [expect.anything(), { Ref: 'AWS::Partition' }, expect.anything()]] },
    });
    const arn = JSON.stringify(instance('dr').SourceDBInstanceIdentifier);
    expect(arn).toContain(`:rds:${primary}:${config.aws?.account}:db:${shop.database.instances.primary}`);
    expect(instance('dr').KmsKeyId['Fn::ImportValue']).toContain(`dr-keys-${dr}`);
    expect(instance('primary').KmsKeyId['Fn::ImportValue']).toContain(`dr-keys-${primary}`);
  });

  it('outlive their stacks, whatever replaces or removes them', () => {
    for (const side of ['primary', 'dr'] as const) {
      expect(only(side, 'AWS::RDS::DBInstance')).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  it('run with the same settings: TLS, commit timestamps, and a replica that is stuck cannot fill the disk', () => {
    const settings = { 'rds.force_ssl': '1', track_commit_timestamp: '1', max_slot_wal_keep_size: '25600' };
    for (const side of ['primary', 'dr'] as const) {
      expect(only(side, 'AWS::RDS::DBParameterGroup').Properties).toMatchObject({ Family: 'postgres17', Parameters: settings });
    }
  });

  it('are logged to logs that are not kept for ever, and that are there before them', () => {
    for (const side of ['primary', 'dr'] as const) {
      const logs = Object.entries(templates[side].findResources('AWS::Logs::LogGroup') as Record<string, Resource>).filter(
        ([, { Properties }]) => String(Properties.LogGroupName).startsWith('/aws/rds/'),
      );
      expect(logs.map(([, { Properties }]) => Properties.LogGroupName).toSorted()).toEqual(
        ['postgresql', 'upgrade'].map((log) => `/aws/rds/instance/${shop.database.instances[side]}/${log}`),
      );
      for (const [id, { Properties }] of logs) {
        expect(Properties.RetentionInDays).toBe(90);
        expect((only(side, 'AWS::RDS::DBInstance') as Resource & { DependsOn: string[] }).DependsOn).toContain(id);
      }
    }
  });
});

describe('the stacks of the data', () => {
  it('have the same in both Regions, but for the writer’s secrets, roles and rotation', () => {
    const words = (side: 'primary' | 'dr') => ({
      [config.regions[side]]: 'REGION',
      [config.regions[side].replaceAll('-', '')]: 'REGION',
      [shop.database.instances[side]]: 'INSTANCE',
    });
    const kinds = (side: 'primary' | 'dr') =>
      alike(templates[side], words(side))
        .map((text) => JSON.parse(text).Type)
        .filter((type) => !/Secret|Custom/.test(type));
    const more = [...kinds('primary')];
    for (const type of kinds('dr')) more.splice(more.indexOf(type), 1);
    expect(more.every((type) => /^AWS::(Lambda|IAM|Logs)::/.test(type))).toBe(true);
    expect(resourcesOf(templates.dr, 'AWS::SecretsManager::Secret')).toEqual([]);
    expect(resourcesOf(templates.dr, 'Custom::DatabaseRoles')).toEqual([]);
  });

  it('put the agent beside the database, with what lets it in to whatever instance has the name', () => {
    for (const side of ['primary', 'dr'] as const) {
      const text = JSON.stringify(templates[side].toJSON());
      const agent = resourcesOf(templates[side], 'AWS::Lambda::Function').find(
        ({ Properties }) => Properties.FunctionName === shop.aws?.agents[side],
      );
      expect(agent?.Properties.Environment.Variables).toMatchObject({
        DR_APPLICATION: 'shop',
        DR_DATABASE_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseInstance/), 'Endpoint.Address'] },
      });
      expect(agent?.Properties.VpcConfig.SubnetIds).toHaveLength(2);
      expect(text).toContain(`:rds-db:${config.regions[side]}:${config.aws?.account}:dbuser:*/dr_agent`);
      expect(text).not.toMatch(/DbiResourceId|dbuser:db-/i);
    }
  });
});

describe('the secrets', () => {
  const secrets = resourcesOf(templates.primary, 'AWS::SecretsManager::Secret');

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
    const held = secrets.map(({ Properties }) => JSON.parse(Properties.GenerateSecretString.SecretStringTemplate));
    expect(held).toEqual(expect.arrayContaining([{ username: MASTER_USER }, { username: shop.database.writers[0] }]));
    expect(instance('primary').MasterUserPassword).toMatchObject({ 'Fn::Join': expect.anything() });
    expect(JSON.stringify(instance('primary').MasterUserPassword)).toContain('{{resolve:secretsmanager:');
  });

  it('leave the master to nobody: no writer is the master user', () => {
    expect(shop.database.writers).not.toContain(MASTER_USER);
    expect(instance('primary').MasterUsername).toBe(MASTER_USER);
  });

  it('let the writers take turns every 30 days, once the roles are there', () => {
    const schedule = only('primary', 'AWS::SecretsManager::RotationSchedule') as Resource & { DependsOn: string[] };
    expect(schedule.Properties.RotationRules).toEqual({ AutomaticallyAfterDays: 30 });
    expect(schedule.DependsOn.some((id) => id.startsWith('BootstrapRoles'))).toBe(true);
    templates.primary.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceArn: schedule.Properties.SecretId,
    });
  });
});

it('a single writer keeps its password: nobody could take turns with it', () => {
  const { shop: other } = config.applications;
  if (other === undefined) throw new Error('There is no shop.');
  const alone = { ...other, database: { ...other.database, writers: other.database.writers.slice(0, 1) } };
  const template = templateOf(makeApp({ ...config, applications: { shop: alone } }), `shop-data-${primary}`);
  expect(resourcesOf(template, 'AWS::SecretsManager::RotationSchedule')).toEqual([]);
});

describe('the roles of the database', () => {
  it('are made by statements that the template shows, once the instance is there, and in the primary Region alone', () => {
    const { Properties } = only('primary', 'Custom::DatabaseRoles');
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
    expect(Properties.statements).toEqual(
      [...writersSql(shop), ...schemaSql(shop.database.writers), ...bootstrapSql(shop, 'iam')].map(flat),
    );
  });

  it('make no table where the application is not the sample: its first writer may', () => {
    const { shop: other } = config.applications;
    if (other?.aws?.create === undefined) throw new Error('Shop is not made here.');
    const create = { ...other.aws.create, database: { ...other.aws.create.database, sample: false } };
    const own = makeApp({ ...config, applications: { shop: { ...other, aws: { ...other.aws, create } } } });
    const [roles] = resourcesOf(templateOf(own, `shop-data-${primary}`), 'Custom::DatabaseRoles');
    expect(roles?.Properties.statements).toContain('grant create on schema public to "shop_a"');
    expect(roles?.Properties.statements.join('\n')).not.toContain('create table if not exists orders');
  });

  it('are made and rotated by functions that may read these secrets and nothing else', () => {
    const actions = (name: string) => {
      const fn = resourcesOf(templates.primary, 'AWS::Lambda::Function').find(
        ({ Properties }) => Properties.FunctionName === name,
      );
      const role = fn?.Properties.Role['Fn::GetAtt'][0];
      const { Properties } = templates.primary.findResources('AWS::IAM::Role')[role] as unknown as Resource;
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

describe('the order of the stacks', () => {
  it('has the DR key and network first, then the writer, then its replica', () => {
    const earlier = (id: string): readonly string[] => {
      const stack = app.node.findChild(id) as unknown as { dependencies: { stackName: string }[] };
      return stack.dependencies.flatMap(({ stackName }) => [stackName, ...earlier(stackName)]);
    };
    expect(earlier(`shop-data-${dr}`)).toContain(`shop-data-${primary}`);
    expect(earlier(`shop-data-${primary}`)).toEqual(
      expect.arrayContaining([`dr-keys-${dr}`, `dr-keys-${primary}`, `shop-network-${primary}`]),
    );
  });
});
