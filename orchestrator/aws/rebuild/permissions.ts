import type { Rebuild } from '../../ports/rebuild.ts';
import { arnsInBoth, platformOnAws } from '../deployment.ts';
import { RDS_KEYS, RDS_TAGS } from '../drills/permissions.ts';
import type { Permission, PermissionsOf } from '../permissions.ts';
import { keptPrefix } from './kept.ts';

const PASS_SOURCE = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html';

const onInstances = (...actions: readonly string[]): Permission => ({
  actions,
  resources: (config, { database }) => arnsInBoth(config, 'rds', (side) => `db:${database.instances[side]}`),
});
const onKeptSnapshots = (...actions: readonly string[]): Permission => ({
  actions,
  resources: (config, { database }) => arnsInBoth(config, 'rds', (side) => `snapshot:${keptPrefix(database.instances[side])}*`),
});
const onGroups = (action: string, ...kinds: readonly string[]): Permission => ({
  actions: [action],
  resources: (config) => kinds.flatMap((kind) => arnsInBoth(config, 'rds', () => `${kind}:*`)),
});

const listInstances: Permission = {
  actions: ['rds:DescribeDBInstances'],
  resources: (config) => arnsInBoth(config, 'rds', () => 'db:*'),
};
const listSnapshots: Permission = {
  actions: ['rds:DescribeDBSnapshots'],
  resources: (config) => ['db:*', 'snapshot:*'].flatMap((kind) => arnsInBoth(config, 'rds', () => kind)),
};
const REPLICATE = 'rds:CreateDBInstanceReadReplica';
const MODIFY = 'rds:ModifyDBInstance';

/** What making an instance anew needs: what is changed is the application's own instance, by its name, and what is kept is only added to. */
export const rebuildPermissions: PermissionsOf<Rebuild> = {
  obstacles: [
    {
      actions: ['route53:GetHostedZone'],
      resources: (config) => [`arn:aws:route53:::hostedzone/${platformOnAws(config).hostedZone.id}`],
    },
  ],
  look: [onInstances('rds:DescribeDBInstances')],
  kept: [listInstances, listSnapshots],
  snapshot: [
    onInstances('rds:CreateDBSnapshot'),
    onKeptSnapshots('rds:CreateDBSnapshot'),
    { ...onKeptSnapshots('rds:AddTagsToResource'), source: RDS_TAGS },
  ],
  setAside: [onInstances('rds:DescribeDBInstances', MODIFY)],
  replicate: [
    listInstances,
    onInstances(REPLICATE),
    onGroups(REPLICATE, 'pg', 'og', 'subgrp'),
    { ...onInstances('rds:AddTagsToResource'), source: RDS_TAGS },
    RDS_KEYS,
  ],
  differences: [listInstances],
  restore: [
    listInstances,
    onInstances(MODIFY, 'rds:RebootDBInstance'),
    onGroups(MODIFY, 'pg', 'og'),
    {
      actions: ['iam:PassRole'],
      resources: (config) => [`arn:aws:iam::${platformOnAws(config).account}:role/*`],
      conditions: { StringEquals: { 'iam:PassedToService': ['monitoring.rds.amazonaws.com'] } },
      source: PASS_SOURCE,
    },
  ],
};
