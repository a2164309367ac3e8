import { REFERENCE_OF } from './reference.ts';

/** Why an action is allowed on more than can be named. */
export interface Wide {
  readonly action: RegExp;
  /** The resource as it is written. */
  readonly on: RegExp;
  readonly why: string;
  /** The Service Authorization Reference's page: what the action takes, and how that is named. */
  readonly source: string;
}

const ANYTHING = /^\*$/;
const NAMELESS = 'The table has no resource for it, or none that has to be named.';
const nameless = (action: RegExp, source: string): Wide => ({ action, on: ANYTHING, why: NAMELESS, source });

/** Every wildcard in a role of the platform. */
export const WIDE: readonly Wide[] = [
  nameless(/^cloudwatch:(GetMetricData|ListMetrics)$/, REFERENCE_OF.cloudwatch),
  nameless(/^application-autoscaling:DescribeScalableTargets$/, REFERENCE_OF.autoscaling),
  nameless(/^elasticloadbalancing:Describe(TargetHealth|LoadBalancers|LoadBalancerAttributes)$/, REFERENCE_OF.balancing),
  nameless(/^ecs:DescribeTaskDefinition$/, REFERENCE_OF.ecs),
  nameless(/^servicequotas:GetAWSDefaultServiceQuota$/, REFERENCE_OF.quotas),
  nameless(/^route53:GetCheckerIpRanges$/, REFERENCE_OF.route53),
  nameless(/^ce:GetCostAndUsage$/, REFERENCE_OF.costs),
  nameless(/^dynamodb:ListStreams$/, REFERENCE_OF.dynamodb),
  nameless(/^ec2:Describe(NetworkInterfaces|Subnets)$/, REFERENCE_OF.ec2),
  {
    action: /^ecs:ListTasks$/,
    on: ANYTHING,
    why: 'It could be allowed on container instances alone, and Fargate has none.',
    source: REFERENCE_OF.ecs,
  },
  {
    action: /^ec2:((Create|Delete)NetworkInterface|(Una|A)ssignPrivateIpAddresses)$/,
    on: ANYTHING,
    why: 'Lambda makes and names the interfaces.',
    source: REFERENCE_OF.ec2,
  },
  {
    action: /^cloudwatch:(DeleteAlarms|DescribeAlarms|PutMetricAlarm)$/,
    on: ANYTHING,
    why: 'Application Auto Scaling names the alarms of its policies.',
    source: REFERENCE_OF.cloudwatch,
  },
  {
    action: /^application-autoscaling:RegisterScalableTarget$/,
    on: /:scalable-target\/\*$/,
    why: 'AWS chooses the ids of scalable targets.',
    source: REFERENCE_OF.autoscaling,
  },
  {
    action: /^ecs:(DescribeTasks|StopTask|TagResource)$/,
    on: /:task\/[^/*]+\/\*$/,
    why: 'ECS chooses the ids of tasks.',
    source: REFERENCE_OF.ecs,
  },
  {
    action: /^ecs:RunTask$/,
    on: /:task-definition\/[^*]+-\*-drill:\*$/,
    why: 'Each service has a definition for drills, and each deployment a revision of it.',
    source: REFERENCE_OF.ecs,
  },
  {
    action: /^iam:PassRole$/,
    on: /:role\/[^*]+-drill-\*$/,
    why: 'CloudFormation ends the names of roles; a condition gives them to tasks alone.',
    source: REFERENCE_OF.ecs,
  },
  {
    action: /^iam:PassRole$/,
    on: /:role\/\*$/,
    why: 'An instance gets the role of monitoring that it had, whatever its name; a condition gives it to RDS alone.',
    source: REFERENCE_OF.rds,
  },
  {
    action: /^kms:(CreateGrant|DescribeKey)$/,
    on: /:key\/\*$/,
    why: 'KMS chooses the ids of keys, and a copy has that of its source; a condition allows it through RDS alone.',
    source: REFERENCE_OF.kms,
  },
  {
    action: /^rds-db:connect$/,
    on: /:dbuser:\*\/dr_agent$/,
    why: 'RDS chooses the ids of instances, and one that is made anew has another.',
    source: REFERENCE_OF.login,
  },
  {
    action: /^rds:(DescribeDBInstances|DescribeDBSnapshots)$/,
    on: /:(db|snapshot):\*$/,
    why: 'What a drill or a move left is found among all, by its name or tag.',
    source: REFERENCE_OF.rds,
  },
  {
    action: /^rds:/,
    on: /:(db:[^*]+-drill|snapshot:[^*]+-old)-\*$/,
    why: 'Copies and snapshots are named after their run, which is yet to come.',
    source: REFERENCE_OF.rds,
  },
  {
    action: /^rds:(CreateDBInstanceReadReplica|RestoreDBInstanceToPointInTime|ModifyDBInstance)$/,
    on: /:(og|pg|subgrp):\*$/,
    why: 'An instance made anew gets the groups that the one before it had, whatever their names.',
    source: REFERENCE_OF.rds,
  },
  {
    action: /^route53:GetChange$/,
    on: /:change\/\*$/,
    why: 'Route 53 chooses the ids of changes.',
    source: REFERENCE_OF.route53,
  },
  {
    action: /^secretsmanager:GetSecretValue$/,
    on: /:secret:[^*?]+-\?{6}$/,
    why: 'Secrets Manager adds six characters to the name.',
    source: REFERENCE_OF.secrets,
  },
  {
    action: /^states:DescribeExecution$/,
    on: /:execution:[^*]+:\*$/,
    why: 'Executions are named after runs, which are yet to come.',
    source: REFERENCE_OF.states,
  },
];
