import { describe, expect, it } from 'vitest';
import { bootstrapSql } from '../../orchestrator/agent/bootstrap-sql.ts';

const database = {
  name: 'shop',
  writers: ['shop_a', 'shop_b'],
  audit: [{ table: 'orders', key: 'id' }],
  instances: { primary: 'shop-primary', dr: 'shop-dr' },
};

describe("the SQL that makes the agent's role", () => {
  it('gives ADMIN on every writer role, without the right to be one', () => {
    const sql = bootstrapSql({ database }, 'iam');
    for (const writer of database.writers) {
      expect(sql).toContain(`grant "${writer}" to "dr_agent" with admin true, inherit false, set false`);
    }
  });

  it('lets the agent read the audited tables and nothing else of the application', () => {
    const grants = bootstrapSql({ database }, 'iam')
      .join('\n')
      .match(/grant select.*"dr_agent"/g);
    expect(grants).toEqual([
      'grant select, insert on dr.marker to "dr_agent"',
      'grant select, update on dr.heartbeat to "dr_agent"',
      'grant select on "orders" to "dr_agent"',
    ]);
  });

  it('names IAM only where the agent logs in with it', () => {
    expect(bootstrapSql({ database }, 'iam').join('\n')).toContain('grant rds_iam to "dr_agent"');
    expect(bootstrapSql({ database }, 'password').join('\n')).not.toContain('rds_iam');
  });
});
