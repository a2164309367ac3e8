import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { config, shop } from '../../aws-ports/shop.ts';
import type { Call } from '../gateway/call.ts';
import { likeness } from './alike.ts';
import { DEPENDENT } from './dependent.ts';
import { excessOf, unexplainedWidth } from './excess.ts';
import { MADE, type Role } from './roles.ts';
import { UNPLAYED } from './unplayed.ts';
import { WIDE } from './wide.ts';

const alike = likeness(config, shop, { region: config.regions.control });
const db = (id: string, region = 'us-west-2'): string => `arn:aws:rds:${region}:123456789012:db:${id}`;
const TABLE = 'arn:aws:dynamodb:us-east-2:123456789012:table/dr-state';

const role = (action: string, resources: readonly string[], leadingKeys: readonly string[] | null = null): Role => ({
  ...{ of: 'dr-promote', region: 'us-east-2' },
  statements: [{ actions: [action], resources, leadingKeys }],
});
const call = (action: string, resource: string, parameters: Call['parameters'] = {}): Call => ({
  ...{ caller: 'dr-promote', signedFor: 'rds', region: 'us-west-2', action, resources: [resource], parameters },
});
const PROMOTED = [call('rds:PromoteReadReplica', db('shop-dr'))];
const promotes = (...resources: readonly string[]): Role => role('rds:PromoteReadReplica', resources);

describe('a role', () => {
  it('has nothing in excess that allows what was called, in whichever of the two Regions', () => {
    const exact = promotes(db('shop-dr'), db('shop-primary', 'us-east-1'));
    expect(excessOf(exact, PROMOTED, alike)).toEqual([]);
    expect(unexplainedWidth(exact)).toEqual([]);
  });

  it('has in excess an action that nobody called', () => {
    expect(excessOf(role('rds:DeleteDBInstance', [db('shop-dr')]), PROMOTED, alike)).toMatchObject([
      { action: 'rds:DeleteDBInstance' },
    ]);
  });

  it.each([
    ['another instance', db('billing-dr')],
    ['a third Region', db('shop-dr', 'eu-west-1')],
    ['one name of the other Region', db('shop-primary-drill-1', 'us-east-1')],
  ])('has in excess the action that was called, on %s', (_, resource) => {
    expect(excessOf(promotes(db('shop-dr'), resource), PROMOTED, alike)).toEqual([
      { action: 'rds:PromoteReadReplica', resource, partition: null },
    ]);
  });

  it('has nothing in excess that it allows of every application alike, unless it is an agent’s, which is of one', () => {
    const { regions, applications } = config;
    const two = { ...config, applications: { ...applications, billing: shop } };
    const both = promotes(db('shop-dr'), db('billing-dr'));
    expect(excessOf(both, PROMOTED, likeness(two, shop, { region: regions.control }))).toEqual([]);
    expect(excessOf(both, PROMOTED, likeness(two, shop, { region: regions.dr }))).toMatchObject([{ resource: db('billing-dr') }]);
  });

  it('has in excess the other Region where it is an agent’s, which is called in its own alone', () => {
    const ofAgent = likeness(config, shop, { region: config.regions.dr });
    const beyond = promotes(db('shop-dr'), db('shop-primary', 'us-east-1'));
    expect(excessOf(beyond, PROMOTED, ofAgent)).toMatchObject([{ resource: db('shop-primary', 'us-east-1') }]);
  });

  it.each(['*', 'arn:aws:rds:*:123456789012:db:shop-dr', db('*'), db('shop-*')])(
    'is too wide that allows the call that was made, but on %s',
    (resource) => {
      expect(unexplainedWidth(promotes(resource))).toMatchObject([{ resource }]);
    },
  );

  it('is too wide that allows all actions of a service', () => {
    expect(unexplainedWidth(role('rds:*', [db('shop-dr')]))).toHaveLength(1);
  });

  it('is not too wide for what only the deployment knows the name of', () => {
    expect(unexplainedWidth(role('sqs:SendMessage', [MADE]))).toEqual([]);
  });

  it('has in excess a partition of the table that nobody wrote to', () => {
    const partitions = ['$dr#run_*', '$dr#question_*'];
    const written = call('dynamodb:PutItem', TABLE, { Item: { pk: { S: '$dr#run_dr-1' } } });
    expect(excessOf(role('dynamodb:PutItem', [TABLE], partitions), [written], alike)).toEqual([
      { action: 'dynamodb:PutItem', resource: TABLE, partition: '$dr#question_*' },
    ]);
  });

  it('has nothing in excess that a row explains, for that function and that resource', () => {
    const group = 'arn:aws:rds:us-west-2:123456789012:pg:*';
    const makes = (of: string, ...resources: readonly string[]): Role => ({
      ...role('rds:CreateDBInstanceReadReplica', resources),
      of,
    });
    expect(excessOf(makes('dr-rebuild', group), [], alike)).toEqual([]);
    expect(excessOf(makes('dr-promote', group), [], alike)).toHaveLength(1);
    expect(excessOf(makes('dr-rebuild', db('shop-dr')), [], alike)).toHaveLength(1);
  });

  it('takes the machines of all plans for one', () => {
    const machine = (plan: string): string => `arn:aws:states:us-east-2:123456789012:stateMachine:dr-${plan}`;
    const started = [call('states:StartExecution', machine('failover'))];
    expect(excessOf(role('states:StartExecution', [machine('restore-drill')]), started, alike)).toEqual([]);
    expect(excessOf(role('states:StartExecution', [machine('other')]), started, alike)).toHaveLength(1);
  });
});

describe('the tables of permissions', () => {
  const rows = [...DEPENDENT, ...UNPLAYED, ...WIDE];

  it('have a page of the Service Authorization Reference in every row', () => {
    const elsewhere = rows.filter(
      ({ source }) =>
        !/^https:\/\/docs\.aws\.amazon\.com\/service-authorization\/latest\/reference\/list_\w+\.html$/.test(source),
    );
    expect(elsewhere).toEqual([]);
  });

  it('say beside it where AWS writes what that page does not', () => {
    const beside = DEPENDENT.flatMap((row) => (row.beside === null ? [] : [row.beside]));
    expect(beside.filter((page) => !page.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  });

  it('name a test that is there for what is not played', () => {
    expect(UNPLAYED.filter(({ playedIn }) => !existsSync(playedIn))).toEqual([]);
  });
});
