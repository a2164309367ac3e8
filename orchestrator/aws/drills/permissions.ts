import type { Drills } from '../../ports/drills.ts';
import { act, look } from '../agent.ts';
import { applicationOnAws, arnsInBoth, platformOnAws } from '../deployment.ts';
import type { Permission, PermissionsOf } from '../permissions.ts';
import { copyPrefix, DRILL_TAG, drillService } from './names.ts';

/** Where it is written that what is made with tags needs to be allowed to be tagged. */
export const RDS_TAGS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples.html';
const KMS_SOURCE = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html';
const TAG_SOURCE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html';
const ROLE_SOURCE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html';

/** Instances whose name is that of a copy: never one that users depend on. */
const onCopies = (...actions: readonly string[]): Permission => ({
  actions,
  resources: (config, application) => arnsInBoth(config, 'rds', (side) => `db:${copyPrefix(application, side)}*`),
});
const onInstances = (...actions: readonly string[]): Permission => ({
  actions,
  resources: (config, { database }) => arnsInBoth(config, 'rds', (side) => `db:${database.instances[side]}`),
});
const onCluster = (action: string, kind: string): Permission => ({
  actions: [action],
  resources: (config, application) =>
    arnsInBoth(config, 'ecs', (side) => `${kind}/${applicationOnAws(application).cluster[side]}/*`),
});

const findCopy = onCopies('rds:DescribeDBInstances');
const listTasks: readonly Permission[] = [
  {
    actions: ['ecs:ListTasks'],
    resources: () => ['*'],
  },
  onCluster('ecs:DescribeTasks', 'task'),
];
const describeServices: Permission = {
  actions: ['ecs:DescribeServices'],
  resources: (config, application) =>
    Object.keys(application.services).flatMap((service) =>
      arnsInBoth(config, 'ecs', (side) => `service/${applicationOnAws(application).cluster[side]}/${drillService(service)}`),
    ),
};

/** What RDS needs of keys, in the name of whoever has an encrypted instance made from another. */
export const RDS_KEYS: Permission = {
  actions: ['kms:CreateGrant', 'kms:DescribeKey'],
  resources: (config) => arnsInBoth(config, 'kms', () => 'key/*'),
  conditions: { 'ForAnyValue:StringLike': { 'kms:ViaService': ['rds.*.amazonaws.com'] } },
  source: KMS_SOURCE,
};

/** Making a copy by an action that names the source, the copy, and the groups that it is put into. */
const making = (action: string): readonly Permission[] => [
  onInstances('rds:DescribeDBInstances', action),
  onCopies(action),
  {
    actions: [action],
    resources: (config) => ['pg:*', 'og:*', 'subgrp:*'].flatMap((kind) => arnsInBoth(config, 'rds', () => kind)),
  },
  { ...onCopies('rds:AddTagsToResource'), source: RDS_TAGS },
  RDS_KEYS,
];

const start: readonly Permission[] = [
  findCopy,
  ...listTasks,
  describeServices,
  { actions: ['ecs:RunTask'], resources: (config, { id }) => arnsInBoth(config, 'ecs', () => `task-definition/${id}-*-drill:*`) },
  {
    ...onCluster('ecs:TagResource', 'task'),
    conditions: { StringEquals: { 'ecs:CreateAction': ['RunTask'] } },
    source: TAG_SOURCE,
  },
  {
    actions: ['iam:PassRole'],
    resources: (config, { id }) => [`arn:aws:iam::${platformOnAws(config).account}:role/${id}-drill-*`],
    conditions: { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
    source: ROLE_SOURCE,
  },
];

const stop: Permission = {
  ...onCluster('ecs:StopTask', 'task'),
  conditions: { StringLike: { [`aws:ResourceTag/${DRILL_TAG}`]: ['*'] } },
};

/** What the drills' methods need: what changes anything names copies and drills, by name or by tag. */
export const drillPermissions: PermissionsOf<Drills> = {
  obstacles: [onInstances('rds:DescribeDBInstances'), describeServices],
  look: [findCopy, ...listTasks],
  copy: making('rds:CreateDBInstanceReadReplica'),
  restore: making('rds:RestoreDBInstanceToPointInTime'),
  promote: [onCopies('rds:DescribeDBInstances', 'rds:PromoteReadReplica')],
  observe: [findCopy, ...look],
  mark: [findCopy, ...act],
  open: [findCopy, ...act],
  start,
  probe: [...listTasks, ...act],
  remove: [onCopies('rds:DescribeDBInstances', 'rds:DeleteDBInstance'), ...listTasks, stop],
  leftovers: [
    { actions: ['rds:DescribeDBInstances'], resources: (config) => arnsInBoth(config, 'rds', () => 'db:*') },
    ...listTasks,
  ],
};
