import { describe, expect, it } from 'vitest';
import { callerOf } from '../../../infra/deploy/caller.ts';
import { look } from '../../../infra/deploy/look.ts';
import { openRuns } from '../../../infra/deploy/open-runs.ts';
import { dynamoClient } from '../../../orchestrator/aws/dynamo-client.ts';
import { dynamoRecords } from '../../../orchestrator/aws/records/dynamo-records.ts';
import { awsWorld } from '../../../orchestrator/aws/world.ts';
import { Unavailable } from '../../../orchestrator/domain/errors.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { jsonFault, scriptedAws, xml, xmlFault } from '../../aws-ports/scripted-aws.ts';
import { config } from '../synthesized.ts';

const shop = applicationOf(config, 'shop');

const instance = (source: string) =>
  xml(
    `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceStatus>available</DBInstanceStatus>${source}</DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
  );

describe('a look before a deployment', () => {
  it('tells an instance that is not there from one that RDS does not tell of, and an agent that is not there from none at all', async () => {
    const aws = scriptedAws({
      DescribeDBInstances: ({ region }) =>
        region === config.regions.primary ? xmlFault(404, 'DBInstanceNotFound') : xmlFault(403, 'AccessDenied'),
      Invoke: () => jsonFault(404, 'ResourceNotFoundException'),
    });
    const seen = await look(config, shop, { ...awsWorld(config, shop, aws.clients), traffic: { look: silent, shift: silent } });
    expect(seen).toEqual({
      primary: { id: 'shop-primary', instance: 'absent', glimpse: null },
      dr: { id: 'shop-dr', instance: 'silent', glimpse: null },
      answers: null,
    });
  });

  it('tells a writer from a replica', async () => {
    const source = `<ReadReplicaSourceDBInstanceIdentifier>arn:aws:rds:us-east-1:123456789012:db:shop-primary</ReadReplicaSourceDBInstanceIdentifier>`;
    const aws = scriptedAws({
      DescribeDBInstances: ({ region }) => instance(region === config.regions.dr ? source : ''),
      Invoke: () => jsonFault(404, 'ResourceNotFoundException'),
    });
    const seen = await look(config, shop, { ...awsWorld(config, shop, aws.clients), traffic: { look: silent, shift: silent } });
    expect([seen.primary.instance, seen.dr.instance]).toEqual(['writer', 'replica']);
  });

  it('tells a table that is not there yet from one that may not be read', async () => {
    const runsAt = (fault: string) => {
      const { connection } = scriptedAws({ Query: () => jsonFault(400, fault, 'Not so.') });
      const client = dynamoClient({ region: 'us-east-2', ...connection } as Parameters<typeof dynamoClient>[0]);
      return openRuns(dynamoRecords(client, 'dr-state').journal);
    };
    expect(await runsAt('ResourceNotFoundException')).toEqual({ noTable: true });
    expect(await runsAt('AccessDeniedException')).toEqual({ unreadable: expect.stringContaining('Not so.') });
  });

  it('asks AWS who deploys', async () => {
    const aws = scriptedAws({
      GetCallerIdentity: () =>
        xml(
          '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/rosa</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        ),
    });
    const caller = await callerOf({ region: 'us-east-2', ...aws.connection });
    expect(caller).toEqual({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/rosa' });
  });
});

async function silent(): Promise<never> {
  throw new Unavailable('DNS does not answer.');
}
