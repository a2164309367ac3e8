/*
 * What a person types where the platform would act, row by row: bash, AWS CLI and SQL. `psql_from`, `psql_to` and `$RUN` come
 * from the runbook's first block. A line that names one of several things (`{service}`, `{writer}`, `{flag}`, …) is written
 * once for each, and left out where there is none: `{flagToWrite}` and `{record}` are such things too.
 */

const DESCRIBE_FROM = 'aws rds describe-db-instances --region {from} --db-instance-identifier {fromInstance}';
const DESCRIBE_TO = 'aws rds describe-db-instances --region {to} --db-instance-identifier {toInstance}';
const STATE = `--query "DBInstances[0].join(' ', [DBInstanceStatus, ReadReplicaSourceDBInstanceIdentifier || 'nobody'])" --output text`;
const LIMITS = 'aws application-autoscaling describe-scalable-targets --service-namespace ecs';
const MINIMUM = "--query 'ScalableTargets[0].MinCapacity' --output text";
const AUTOSCALE =
  'aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount';
const DESIRED = "--query 'services[0].desiredCount' --output text";
const ORDER = String.raw`-H 'content-type: application/json' -d "{\"id\": \"$ORDER\", \"customer\": \"by hand\"}"`;
const MARK_IT = `-c "set synchronous_commit = on" -c "insert into dr.marker (run, epoch) values ('$RUN', 0) on conflict do nothing"`;
const MARK = [
  `psql_from ${MARK_IT}`,
  'MARK=$(psql_from -Atc "select pg_current_wal_flush_lsn()"); declare -p MARK',
  `CAUGHT_UP="select pg_last_wal_replay_lsn() >= '$MARK' and exists (select from dr.marker where run = '$RUN')"`,
];
const POSITIONS = 'psql_to -c "select pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()"';
const LAST = 'LAST=$(psql_to -Atc "select pg_last_xact_replay_timestamp()"); declare -p LAST';
const KEYS = `select {key} from {table} where pg_xact_commit_timestamp(xmin) >= '$LAST'::timestamptz - interval '1 min'`;

const STOP_SOURCE = [
  `${AUTOSCALE} --region {from} --resource-id service/{fromCluster}/{service} --min-capacity 0`,
  'aws ecs update-service --region {from} --cluster {fromCluster} --service {service} --desired-count 0',
];

/** The fence of a planned move, whose services run on. */
export const firstBelt = {
  byHand: [
    'psql_from -c "alter role {writer} nologin"',
    '# Ends their sessions until two looks in a row find none.',
    'END="select count(pg_terminate_backend(pid)) from pg_stat_activity where usename in ({writers})"',
    'until [ "$(psql_from -Atc "$END")" = 0 ] && sleep 1 && [ "$(psql_from -Atc "$END")" = 0 ]; do sleep 1; done',
    "# Has to list nothing. End each one as the database's master user: set role <owner>; rollback prepared '<gid>';",
    'psql_from -c "select gid, prepared, owner from pg_prepared_xacts where owner in ({writers})"',
  ],
  undoByHand: [
    '# Not once promote was typed: a promoted {to} and an open {from} are two writers.',
    '# Login comes back only where {to} itself says that it is still a replica; no answer is no reason to open {from}.',
    '[ "$(psql_to -Atc "select pg_is_in_recovery()")" = t ] && psql_from -c "alter role {writer} login"',
  ],
} as const;

/** The commands that carry out each row. */
export const byHand = {
  preflight: [
    '# Each database: its state, and whom it replicates from. {toInstance} has to be available and to replicate from {fromInstance}.',
    `${DESCRIBE_FROM} ${STATE}`,
    `${DESCRIBE_TO} ${STATE}`,
    '# {from} from inside: f, and its position. Where it does not answer it cannot be fenced; whoever approves accepts that.',
    'psql_from -c "select pg_is_in_recovery(), case when not pg_is_in_recovery() then pg_current_wal_flush_lsn() end as flushed"',
    'psql_from -c "select rolname, rolcanlogin from pg_roles where rolname in ({writers})"',
    '# {to} from inside: t, and how far it is behind that position.',
    'psql_to -c "select pg_is_in_recovery(), pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(), pg_last_xact_replay_timestamp()"',
    '# Where users go: what DNS answers for {domain}, the addresses of {from}, those of {to}.',
    'dig +short {domain}',
    'dig +short {fromBalancer}',
    'dig +short {toBalancer}',
    '# The flags: one that is listed sends users to {dr}; where neither is, they go to {primary}.',
    'aws s3 ls {flag}',
    '# Sizes now: scaling needs those of {from}, the undos need all. Write down what is printed.',
    `FROM_{SERVICE}=$(aws ecs describe-services --region {from} --cluster {fromCluster} --services {service} ${DESIRED})`,
    `FROM_{SERVICE}_MIN=$(${LIMITS} --region {from} --resource-ids service/{fromCluster}/{service} ${MINIMUM})`,
    `TO_{SERVICE}=$(aws ecs describe-services --region {to} --cluster {toCluster} --services {service} ${DESIRED})`,
    `TO_{SERVICE}_MIN=$(${LIMITS} --region {to} --resource-ids service/{toCluster}/{service} ${MINIMUM})`,
    'declare -p FROM_{SERVICE} FROM_{SERVICE}_MIN TO_{SERVICE} TO_{SERVICE}_MIN',
  ],
  approval: [
    '# Have a second person, entitled in dr.yml, agree in writing: the name, the time, and what is accepted:',
    '# whether {from} can be fenced, what {to} has not received, and that there is no way back after promote.',
  ],
  fence: [
    '# {from} does not answer? Leave this section out, say so in the approval, and come back when it answers.',
    ...firstBelt.byHand,
    '# The second belt, once the sizes of preflight are written down: no service to write through.',
    ...STOP_SOURCE,
  ],
  ready: [
    '# {to} has to be available: a backup that is running would make users wait for its end.',
    `${DESCRIBE_TO} ${STATE}`,
    '# Bytes that {to} is behind: wait until it is some 16 MB or less.',
    'AT=$(psql_from -Atc "select pg_current_wal_flush_lsn()")',
    `psql_to -Atc "select '$AT' - pg_last_wal_replay_lsn()"`,
  ],
  prove: [
    '# Half a minute at most: where {to} does not get there, take the fence back and look for the reason.',
    ...MARK,
    'UNTIL=$((SECONDS + 30)); until [ "$(psql_to -Atc "$CAUGHT_UP")" = t ] || [ "$SECONDS" -ge "$UNTIL" ]; do sleep 1; done',
    '[ "$(psql_to -Atc "$CAUGHT_UP")" = t ] && echo "{to} has every write of {from}." || echo "NOT PROVED: take the fence back."',
    POSITIONS,
    LAST,
  ],
  settle: [
    '# {from} is not fenced? Then only the last two commands, until both positions are equal: what was not received is lost.',
    ...MARK,
    'until [ "$(psql_to -Atc "$CAUGHT_UP")" = t ]; do sleep 1; done',
    POSITIONS,
    LAST,
  ],
  promote: [
    '# A backup that is running forbids it; this waits for its end.',
    'aws rds wait db-instance-available --region {to} --db-instance-identifier {toInstance}',
    `DAYS=$(${DESCRIBE_TO} --query 'DBInstances[0].BackupRetentionPeriod' --output text)`,
    'DAYS=$((DAYS > 7 ? DAYS : 7))',
    'aws rds promote-read-replica --region {to} --db-instance-identifier {toInstance} --backup-retention-period "$DAYS"',
    '# Done when it is available and replicates from nobody, after 3 to 10 minutes.',
    `until [ "$(${DESCRIBE_TO} ${STATE})" = 'available nobody' ]; do sleep 5; done`,
  ],
  'open-target': [
    '# Roles replicate, so {to} inherited the fence. Marks and opens it only where it is out of recovery (f).',
    `[ "$(psql_to -Atc "select pg_is_in_recovery()")" = f ] && psql_to ${MARK_IT}`,
    '[ "$(psql_to -Atc "select pg_is_in_recovery()")" = f ] && psql_to -c "alter role {writer} login"',
    'psql_to -c "select pg_is_in_recovery(), rolname, rolcanlogin from pg_roles where rolname in ({writers})"',
  ],
  scale: [
    '# As many as {from} had, and no fewer than dr.yml wants.',
    'NEED_{SERVICE}=$((FROM_{SERVICE} > {least} ? FROM_{SERVICE} : {least})); MAX_{SERVICE}=$((NEED_{SERVICE} > {toMax} ? NEED_{SERVICE} : {toMax}))',
    `${AUTOSCALE} --region {to} --resource-id service/{toCluster}/{service} --min-capacity "$NEED_{SERVICE}" --max-capacity "$MAX_{SERVICE}"`,
    'aws ecs update-service --region {to} --cluster {toCluster} --service {service} --desired-count "$NEED_{SERVICE}"',
    'aws ecs wait services-stable --region {to} --cluster {toCluster} --services {service}',
    '# As many have to be healthy behind the load balancer.',
    `GROUP_{SERVICE}=$(aws ecs describe-services --region {to} --cluster {toCluster} --services {service} --query 'services[0].loadBalancers[0].targetGroupArn' --output text)`,
    `aws elbv2 describe-target-health --region {to} --target-group-arn "$GROUP_{SERVICE}" --query 'TargetHealthDescriptions[].TargetHealth.State' --output text`,
  ],
  'verify-target': [
    'curl -fsS -o /dev/null --connect-to {toConnection} {origin}{read} && echo "{to} reads {read}."',
    'ORDER=by-hand-$(date +%s%N)',
    `curl -fsS --connect-to {toConnection} ${ORDER} {origin}{writes}`,
    'curl -fsS --connect-to {toConnection} "{origin}{writes}/$ORDER" && echo "{to} keeps what is written."',
  ],
  'shift-traffic': [
    String.raw`echo "{\"run\": \"$RUN\", \"epoch\": 0}" | aws s3 cp - {flagToWrite} --content-type application/json --sse AES256`,
    'aws s3 rm {flagToRemove}',
    '# {dr} refuses the deletion? Then leave its check out of the calculated one {calculatedCheck}:',
    'aws route53 update-health-check --health-check-id {calculatedCheck} --child-health-checks {controlCheck} --health-threshold 1',
    `aws route53 change-resource-record-sets --hosted-zone-id {recordZone} --change-batch '{"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {"Name": "{record}", "Type": "{recordType}", "AliasTarget": {"HostedZoneId": "{toBalancerZone}", "DNSName": "{toBalancer}", "EvaluateTargetHealth": false}}}]}'`,
  ],
  'verify-dns': [
    '# Asks the name server itself, past every cache, until it answers an address of {to}.',
    'NAME_SERVER=$(dig +short NS {zone} | head -1)',
    'until grep -qxFf <(dig +short {toBalancer}) <(dig +short "@$NAME_SERVER" {domain}); do sleep 5; done',
    '# Caches keep the old answer for up to {ttl}.',
    'curl -fsS -o /dev/null {origin}{read} && echo "{domain} reads {read}."',
    'ORDER=by-hand-$(date +%s%N)',
    `curl -fsS ${ORDER} {origin}{writes}`,
    'curl -fsS "{origin}{writes}/$ORDER" && echo "{domain} keeps what is written."',
  ],
  'stop-source': STOP_SOURCE,
  record: [
    '# Write down: when users could write again, who approved, whether {from} was fenced, and MARK and LAST of settle.',
    'date -u +%FT%TZ',
    `psql_to -c "select run, at from dr.marker where run = '$RUN'"`,
    '# {from} was not fenced? Type fence as soon as it answers. Then these are the keys of {table} that it kept and {to} does not have:',
    `comm -23 <(psql_from -Atc "${KEYS}" | sort) <(psql_to -Atc "${KEYS}" | sort)`,
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The commands that take a row back. */
export const undoByHand = {
  fence: [
    ...firstBelt.undoByHand,
    `${AUTOSCALE} --region {from} --resource-id service/{fromCluster}/{service} --min-capacity "$FROM_{SERVICE}_MIN"`,
    'aws ecs update-service --region {from} --cluster {fromCluster} --service {service} --desired-count "$FROM_{SERVICE}"',
  ],
  scale: [
    `${AUTOSCALE} --region {to} --resource-id service/{toCluster}/{service} --min-capacity "$TO_{SERVICE}_MIN"`,
    'aws ecs update-service --region {to} --cluster {toCluster} --service {service} --desired-count "$TO_{SERVICE}"',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
