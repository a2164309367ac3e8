import { describe, expect, it } from 'vitest';
import { applicationOf } from '../../orchestrator/stage.ts';
import { alike } from './alike.ts';
import { config, createdApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const app = createdApp();
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
      StorageType: 'gp3',
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
      PerformanceInsightsRetentionPeriod: 7,
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

  it('are maintained a day apart, the standby first', () => {
    expect(instance('dr').PreferredMaintenanceWindow).toBe('sun:08:00-sun:08:30');
    expect(instance('primary').PreferredMaintenanceWindow).toBe('mon:08:00-mon:08:30');
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
    // The instances are compared above.
    const made = (side: 'primary' | 'dr') =>
      alike(templates[side], words(side)).filter((text) => JSON.parse(text).Type !== 'AWS::RDS::DBInstance');
    const [here, there] = [made('primary'), made('dr')];
    expect(there.length).toBeGreaterThan(10);
    expect(there.filter((resource) => !here.includes(resource))).toEqual([]);
    const more = here.filter((resource) => !there.includes(resource)).map((text) => JSON.parse(text).Type);
    expect(more.filter((type) => !/^AWS::(Lambda|IAM|Logs|SecretsManager)::|^Custom::DatabaseRoles$/.test(type))).toEqual([]);
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
