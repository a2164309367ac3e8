/*
 * What a person types for the rows of a drill that are its own. `psql_copy` asks the copy; it is made once the copy is there. What
 * is done here is done to `{toInstance}-drill-by-hand` and to tasks that were started by `dr-drill`, and to nothing else.
 */

const COPY = '{toInstance}-drill-by-hand';
const DESCRIBE = `aws rds describe-db-instances --region {to} --db-instance-identifier ${COPY}`;
const STATE = `--query "DBInstances[0].join(' ', [DBInstanceStatus, ReadReplicaSourceDBInstanceIdentifier || 'nobody'])" --output text`;
const DRILL_SERVICE = '--region {to} --cluster {toCluster} --services {service}-drill';
const TASKS = 'aws ecs list-tasks --region {to} --cluster {toCluster} --started-by dr-drill --query taskArns --output text';

const OPEN_COPY = [
  `read -r COPY_HOST COPY_PORT <<<"$(endpoint {to} ${COPY})"`,
  'psql_copy() { psql_in {to} "$COPY_HOST" "$COPY_PORT" "$@"; }',
] as const;

const REMOVE = [
  `for TASK in $(${TASKS}); do aws ecs stop-task --region {to} --cluster {toCluster} --task "$TASK" --query task.lastStatus --output text; done`,
  '# Never without -drill- in the name: it is deleted without a snapshot.',
  `aws rds delete-db-instance --region {to} --db-instance-identifier ${COPY} --skip-final-snapshot --delete-automated-backups`,
  `aws rds wait db-instance-deleted --region {to} --db-instance-identifier ${COPY}`,
] as const;

/** The commands that carry out each row of a drill. */
export const byHand = {
  'drill-copy': [
    '# Backs {toInstance} up first: until it is available again, a failover waits.',
    `GROUP=$(aws rds describe-db-instances --region {to} --db-instance-identifier {toInstance} --query "DBInstances[0].TagList[?Key=='dr:drill-group'].Value" --output text)`,
    `aws rds create-db-instance-read-replica --region {to} --source-db-instance-identifier {toInstance} --db-instance-identifier ${COPY} --vpc-security-group-ids "$GROUP" --enable-iam-database-authentication --no-multi-az --no-deletion-protection --tags Key=dr:drill,Value=by-hand`,
    `aws rds wait db-instance-available --region {to} --db-instance-identifier ${COPY}`,
    ...OPEN_COPY,
  ],
  'drill-restore': [
    `SOURCE=$(aws rds describe-db-instances --region {to} --db-instance-identifier {toInstance} --query "DBInstances[0].[DBSubnetGroup.DBSubnetGroupName, DBParameterGroups[0].DBParameterGroupName, TagList[?Key=='dr:drill-group'].Value | [0]]" --output text)`,
    'read -r SUBNETS PARAMETERS GROUP <<<"$SOURCE"',
    `aws rds restore-db-instance-to-point-in-time --region {to} --source-db-instance-identifier {toInstance} --target-db-instance-identifier ${COPY} --use-latest-restorable-time --db-subnet-group-name "$SUBNETS" --db-parameter-group-name "$PARAMETERS" --vpc-security-group-ids "$GROUP" --enable-iam-database-authentication --no-multi-az --no-deletion-protection --tags Key=dr:drill,Value=by-hand`,
    `aws rds wait db-instance-available --region {to} --db-instance-identifier ${COPY}`,
    ...OPEN_COPY,
  ],
  'drill-promote': [
    `aws rds promote-read-replica --region {to} --db-instance-identifier ${COPY} --backup-retention-period 0`,
    `until [ "$(${DESCRIBE} ${STATE})" = 'available nobody' ]; do sleep 5; done`,
  ],
  'drill-open': [
    '# In the copy, and only where it is out of recovery (f).',
    '[ "$(psql_copy -Atc "select pg_is_in_recovery()")" = f ] && psql_copy -c "alter role {writer} login"',
  ],
  'drill-services': [
    `TASKS_{SERVICE}=$(aws ecs describe-services ${DRILL_SERVICE} --query 'services[0].taskDefinition' --output text)`,
    `NETWORK_{SERVICE}=$(aws ecs describe-services ${DRILL_SERVICE} --query 'services[0].networkConfiguration' --output json)`,
    String.raw`aws ecs run-task --region {to} --cluster {toCluster} --task-definition "$TASKS_{SERVICE}" --launch-type FARGATE --network-configuration "$NETWORK_{SERVICE}" --started-by dr-drill --overrides "{\"containerOverrides\": [{\"name\": \"{service}\", \"environment\": [{\"name\": \"DATABASE_HOST\", \"value\": \"$COPY_HOST\"}]}]}" --query 'tasks[].taskArn' --output text`,
    `aws ecs wait tasks-running --region {to} --cluster {toCluster} --tasks $(${TASKS})`,
  ],
  'drill-verify': [
    '# Addresses of the tasks: from inside the network, read / and {writes}, and write to {writes}, on the port of each service.',
    `aws ecs describe-tasks --region {to} --cluster {toCluster} --tasks $(${TASKS}) --query "tasks[].[group, attachments[0].details[?name=='privateIPv4Address'].value | [0]]" --output text`,
  ],
  'drill-remove': REMOVE,
  'drill-verify-removal': [
    '# Both have to list nothing; the last one has to be available and to replicate from {fromInstance}.',
    `aws rds describe-db-instances --region {to} --query "DBInstances[?starts_with(DBInstanceIdentifier, '{toInstance}-drill-')].DBInstanceIdentifier" --output text`,
    TASKS,
    `aws rds describe-db-instances --region {to} --db-instance-identifier {toInstance} ${STATE}`,
  ],
  'drill-record': [
    '# Write down: when the promotion began, when the tasks had read and written, and how old the data was.',
    'date -u +%FT%TZ',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The commands that take a drill back: they remove it. */
export const undoByHand = { 'drill-copy': REMOVE, 'drill-restore': REMOVE } as const satisfies Readonly<
  Record<string, readonly string[]>
>;
