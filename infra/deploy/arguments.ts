import { parseArgs } from 'node:util';

/** How the command is typed. */
export const USAGE = 'npm run deploy [-- <stack …>] [--diff] [--override "<reason>"] [-- <options of cdk deploy>]';
/** What `cdk deploy` may be told besides: nothing of it changes which stacks are deployed, from what, or as whom. */
const PASSED_ON = {
  'require-approval': { type: 'string' },
  'notification-arns': { type: 'string' },
  'outputs-file': { type: 'string' },
  concurrency: { type: 'string' },
  progress: { type: 'string' },
  'import-existing-resources': { type: 'boolean' },
  rollback: { type: 'boolean' },
  force: { type: 'boolean' },
  verbose: { type: 'boolean' },
  color: { type: 'boolean' },
  ci: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;
/** The longest reason that is kept, in characters. */
const REASON_LIMIT = 1_000;

/** What was asked for on the command line. */
export interface Arguments {
  /** Names of stacks, without those they depend on; none means all. */
  readonly stacks: readonly string[];
  /** Why the guard is to be overridden; null when it is not. */
  readonly override: string | null;
  /** Whether it is only to be shown what would change. */
  readonly diff: boolean;
  /** What `cdk deploy` is told besides. */
  readonly cdk: readonly string[];
}

/** The command line cannot be understood; the message says what it should be. */
export class BadArguments extends Error {
  override readonly name = 'BadArguments';
}

/** Reads the command line; throws `BadArguments` for what it does not understand. */
export function readArguments(args: readonly string[]): Arguments {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values, positionals } = parse(args.slice(0, end));
  const wildcard = positionals.find((name) => /[*?]/.test(name));
  if (wildcard !== undefined) throw new BadArguments(`Stacks are named one by one, and "${wildcard}" names many. ${USAGE}`);
  if (values.all && positionals.length > 0) {
    throw new BadArguments(`--all is every stack, so none is named beside it: ${positionals.join(', ')}. ${USAGE}`);
  }
  const cdk = args.slice(end + 1);
  refuseUnlessPassedOn(cdk);
  return { stacks: positionals, override: reasonIn(values.override), diff: values.diff === true, cdk };
}

function refuseUnlessPassedOn(args: string[]): void {
  try {
    parseArgs({ args, options: PASSED_ON, allowNegative: true });
  } catch (error) {
    throw new BadArguments(
      `${firstSentence(error)}. What is deployed is what the guard has looked at, so that cdk deploy is told nothing else but ${Object.keys(
        PASSED_ON,
      )
        .map((option) => `--${option}`)
        .join(', ')}. ${USAGE}`,
      { cause: error },
    );
  }
}

function parse(args: string[]) {
  const options = { all: { type: 'boolean' }, diff: { type: 'boolean' }, override: { type: 'string' } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new BadArguments(`${firstSentence(error)}. ${USAGE}`, { cause: error });
  }
}

const firstSentence = (error: unknown): string | undefined => (error as Error).message.split('. ')[0];

function reasonIn(override: string | undefined): string | null {
  const reason = override?.trim();
  if (reason === undefined) return null;
  if (reason === '') throw new BadArguments(`An override needs a reason, and none was given. ${USAGE}`);
  if (reason.length > REASON_LIMIT)
    throw new BadArguments(`The reason has ${reason.length} characters; ${REASON_LIMIT} are kept. Shorten it.`);
  return reason;
}
