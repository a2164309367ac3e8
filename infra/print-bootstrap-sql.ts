import { readFileSync } from 'node:fs';
import { bootstrapSql } from '../orchestrator/agent/bootstrap-sql.ts';
import { BrokenConfig, parseConfig } from '../orchestrator/config.ts';
import { isExpected, Refused } from '../orchestrator/domain/errors.ts';
import { applicationOf } from '../orchestrator/stage.ts';

try {
  const [id] = process.argv.slice(2);
  if (id === undefined) throw new Refused('Name an application of dr.yml: npm run -s bootstrap-sql -- shop');
  const statements = bootstrapSql(applicationOf(parseConfig(readFileSync('dr.yml', 'utf8')), id), 'iam');
  console.log(statements.map((statement) => `${statement};`).join('\n'));
} catch (error) {
  if (!(error instanceof BrokenConfig || isExpected(error))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
