import type { Application, Config } from '../config.ts';
import { toWords } from '../domain/duration.ts';
import { fill, type Plan, type Row, rowsOf } from '../domain/plan.ts';
import type { Move } from '../domain/region.ts';
import { toMermaid } from './to-mermaid.ts';

type Names = Readonly<Record<string, string>>;

/** A plan as a runbook for one application and direction: what the platform does, and what to type if it is gone. */
export function toRunbook(plan: Plan, config: Config, application: Application, move: Move): string {
  const names = namesFor(config, application, move);
  return [
    `# ${plan.title} of ${application.id}: ${move.from} → ${move.to}`,
    '',
    'Generated from the plan and dr.yml by `npm run render`; not to be edited.',
    '',
    plan.when,
    '',
    `In Slack: \`/dr ${plan.id} ${application.id} [reason]\`. By hand: the commands below, in this order; what stands side by side in the diagram may be done at once.`,
    '',
    '```mermaid',
    `${toMermaid(plan, names)}\`\`\``,
    '',
    ...rowsOf(plan).flatMap((row) => section(row, application, names)),
  ].join('\n');
}

function section(row: Row, application: Application, names: Names): readonly string[] {
  const undo = row.undo === undefined ? [] : [`- Undo: ${fill(row.undo, names)}.`];
  const noReturn = row.pointOfNoReturn ? ['- **Point of no return**: after this, undoing means failing back.'] : [];
  return [
    `## ${row.id}`,
    '',
    `${fill(row.title, names)}.`,
    '',
    `- Kind: ${row.kind}. A person is asked after ${toWords(row.timeoutSeconds * 1_000)}.`,
    ...undo,
    ...noReturn,
    `- If it fails: ${fill(row.ifItFails, names)}`,
    '',
    '```sh',
    ...row.byHand.flatMap((line) => perService(line, application, names)),
    '```',
    '',
  ];
}

/** A line that names `{service}` is written once for each service. */
function perService(line: string, application: Application, names: Names): readonly string[] {
  if (!line.includes('{service}')) return [fill(line, names)];
  return Object.entries(application.services).map(([service, { primary }]) =>
    fill(line, { ...names, service, needed: String(primary.min) }),
  );
}

function namesFor({ regions }: Config, application: Application, { from, to }: Move): Names {
  const { database, id, domain } = application;
  const instanceIn = (region: string): string => database.instances[region === regions.primary ? 'primary' : 'dr'];
  const each = (change: string): string => database.writers.map((role) => `ALTER ROLE ${role} ${change}`).join('; ');
  return {
    application: id,
    domain,
    from,
    to,
    dr: regions.dr,
    control: regions.control,
    database: database.name,
    fromInstance: instanceIn(from),
    toInstance: instanceIn(to),
    writers: database.writers.map((role) => `'${role}'`).join(', '),
    login: each('LOGIN'),
    noLogin: each('NOLOGIN'),
  };
}
