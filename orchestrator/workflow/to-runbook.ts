import type { Application, Config } from '../config.ts';
import { toWords } from '../domain/duration.ts';
import { fill, inRow, type Plan, type Row, rowsOf } from '../domain/plan.ts';
import type { Move } from '../domain/region.ts';
import { namesOf } from '../names.ts';
import { beforeYouBegin } from './before-you-begin.ts';
import { commandsOf, type WriteLines } from './by-hand.ts';
import { toMermaid } from './to-mermaid.ts';

type Names = Readonly<Record<string, string>>;

/** A plan as a runbook for one application and direction: what the platform does, and what to type if it is gone. */
export function toRunbook(plan: Plan, config: Config, application: Application, move: Move): string {
  const names = namesOf(config, { application: application.id, ...move });
  const commands = commandsOf(config, application, move, names);
  const back = turned(commandsOf(config, application, { from: move.to, to: move.from }, inRow({ reversed: true }, names)));
  return [
    `# ${plan.title} of ${application.id}: ${move.from} → ${move.to}`,
    '',
    'Generated from the plan and dr.yml by `npm run render`; not to be edited.',
    '',
    plan.when,
    '',
    `In Slack: \`/dr ${plan.id} ${application.id} [reason]\`. By hand, if the platform is gone: the commands below, in this order; what stands side by side in the diagram may be done at once.`,
    '',
    '```mermaid',
    `${toMermaid(plan, names)}\`\`\``,
    '',
    '## Before you begin',
    '',
    `Needed: bash, curl, dig, AWS CLI 2, psql 14 or newer, and AWS credentials that may also \`rds-db:connect\` as \`dr_agent\`. The databases answer only inside their networks: open one shell where both can be reached, or one in each Region (type this block in both, and what \`declare\` prints in one goes into the other). The platform must not be at work on ${application.id} at the same time. \`psql_from\` asks ${move.from}, \`psql_to\` asks ${move.to}. A command that waits is ended by Ctrl-C.`,
    '',
    ...block(beforeYouBegin, commands),
    ...rowsOf(plan).flatMap((row) => section(row, inRow(row, names), row.reversed ? back : commands)),
  ].join('\n');
}

function section(row: Row, names: Names, commands: WriteLines): readonly string[] {
  const undoSeconds = row.undoTimeoutSeconds ?? row.timeoutSeconds;
  const undo =
    row.undo === undefined ? [] : [`- Undo: ${fill(row.undo, names)}. A person is asked after ${toWords(undoSeconds * 1_000)}.`];
  const noReturn = row.pointOfNoReturn ? ['- **Point of no return**: after this, undoing means failing back.'] : [];
  const untaken =
    row.untakenTimeoutSeconds === undefined
      ? []
      : [`- While the point of no return is untaken it fails after ${toWords(row.untakenTimeoutSeconds * 1_000)}.`];
  return [
    `## ${row.id}`,
    '',
    `${fill(row.title, names)}.`,
    '',
    `- Kind: ${row.kind}. A person is asked after ${toWords(row.timeoutSeconds * 1_000)}.`,
    ...untaken,
    ...undo,
    ...noReturn,
    `- If it fails: ${fill(row.ifItFails, names)}`,
    ...(row.skip === undefined ? [] : [`- Two people may go on without it: ${fill(row.skip, names)}`]),
    ...(row.rollsBack ? ['- Failing before the point of no return, it takes back at once what was done; nobody is asked.'] : []),
    '',
    ...block(row.byHand, commands),
    ...(row.undoByHand === undefined ? [] : ['To take it back:', '', ...block(row.undoByHand, commands)]),
  ];
}

/** The commands of a row that is reversed: what the first block has named stays as it was named there. */
const turned =
  (commands: WriteLines): WriteLines =>
  (lines) =>
    commands(lines).map((line) =>
      line.replaceAll(
        /\b(psql_|)(from|to|FROM|TO)(?=_HOST|_PORT|(?<=psql_(?:from|to))\b)/g,
        (_, psql: string, side: string) => `${psql}${TURNED[side]}`,
      ),
    );
const TURNED: Readonly<Record<string, string>> = { from: 'to', to: 'from', FROM: 'TO', TO: 'FROM' };

const block = (lines: readonly string[], commands: WriteLines): readonly string[] => ['```sh', ...commands(lines), '```', ''];
