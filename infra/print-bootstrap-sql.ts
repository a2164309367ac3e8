import { readFileSync } from 'node:fs';
import { bootstrapSql } from '../orchestrator/agent/bootstrap-sql.ts';
import { parseConfig } from '../orchestrator/config.ts';
import { applicationOf } from '../orchestrator/stage.ts';

const [id] = process.argv.slice(2);
if (id === undefined) throw new Error('Name an application of dr.yml: npm run bootstrap-sql -- shop');
const application = applicationOf(parseConfig(readFileSync('dr.yml', 'utf8')), id);
console.log(
  bootstrapSql(application, 'iam')
    .map((statement) => `${statement};`)
    .join('\n'),
);
