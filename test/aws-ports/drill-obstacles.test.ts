import { describe, expect, it } from 'vitest';
import { isNear } from '../../orchestrator/aws/drills/obstacles.ts';
import { drillsOf, found, GROUP, instance, NOON, SERVICES } from './drills-on-aws.ts';
import { json, type Script } from './scripted-aws.ts';
import { dr, shop } from './shop.ts';

const NIGHT = Date.UTC(2026, 10, 28, 3, 10);

describe('what is in the way of a drill on AWS', () => {
  const obstacles = (inner: string, script: Script = {}, now = NOON) =>
    drillsOf({ DescribeDBInstances: found(instance('shop-dr', inner)), ...script }, shop, now).drills.obstacles(dr, 'replica');
  const BACKED_UP = '<BackupRetentionPeriod>7</BackupRetentionPeriod><PreferredBackupWindow>03:00-03:30</PreferredBackupWindow>';

  it('is nothing where the stacks made what it takes', async () => {
    expect(await obstacles(`${BACKED_UP}${GROUP}`)).toEqual([]);
  });

  it.each([
    ['no group for its copies', BACKED_UP, {}, NOON, 'has no tag dr:drill-group'],
    ['no backups', GROUP, {}, NOON, 'has no automated backups'],
    ['the backup window', `${BACKED_UP}${GROUP}`, {}, NIGHT, 'between 03:00-03:30 UTC'],
    [
      'a service of ECS',
      `${BACKED_UP}${GROUP}`,
      { DescribeServices: () => json({ services: [SERVICES[0]] }) },
      NOON,
      'backend-drill',
    ],
  ])('is %s, as a sentence', async (_, inner, script, now, says) => {
    expect(await obstacles(inner, script, now)).toEqual([expect.stringContaining(says)]);
  });

  it('is no backup window for a copy that comes from backups', async () => {
    const { drills } = drillsOf({ DescribeDBInstances: found(instance('shop-dr', `${BACKED_UP}${GROUP}`)) }, shop, NIGHT);
    expect(await drills.obstacles(dr, 'backups')).toEqual([]);
  });

  it.each([
    ['03:00-03:30', '02:29', false],
    ['03:00-03:30', '02:30', true],
    ['03:00-03:30', '03:29', true],
    ['03:00-03:30', '03:30', false],
    ['23:45-00:15', '00:10', true],
    ['23:45-00:15', '23:14', false],
    ['00:05-00:35', '23:40', true],
  ])('is a window of %s at %s: %s', (window, time, expected) => {
    expect(isNear(window, Date.parse(`2026-11-28T${time}:00Z`))).toBe(expected);
  });

  it('is an application that exists already and of which dr.yml does not say where its services answer', async () => {
    const { create: _, ...attached } = shop.aws;
    const script = { DescribeDBInstances: found(instance('shop-dr', `${BACKED_UP}${GROUP}`)) };
    const { drills } = drillsOf(script, { ...shop, aws: attached });
    expect(await drills.obstacles(dr, 'replica')).toEqual([
      expect.stringContaining('frontend'),
      expect.stringContaining('backend'),
    ]);
    const told = { ...attached, drill: { frontend: { port: 80, paths: [] }, backend: { port: 81, paths: ['/api/*'] } } };
    expect(await drillsOf(script, { ...shop, aws: told }).drills.obstacles(dr, 'replica')).toEqual([]);
  });
});
