import { describe, expect, it } from 'vitest';
import { type Import, importsIn, importsUnder } from './imports.ts';

/**
 * Who may import whom. A file belongs to the longest folder that fits, may import its own folder, and from others what its
 * row names; a row's target means that folder and all below it, but not below a folder that `except` names.
 */
const ARROWS: readonly { readonly folder: string; readonly may: readonly string[]; readonly except?: readonly string[] }[] = [
  { folder: 'orchestrator', may: ['orchestrator'], except: ['orchestrator/aws', 'orchestrator/lambdas'] },
  { folder: 'orchestrator/domain', may: [] },
  { folder: 'orchestrator/plans', may: ['orchestrator/domain', 'orchestrator/ports'] },
  {
    folder: 'orchestrator/steps',
    may: ['orchestrator'],
    except: ['orchestrator/aws', 'orchestrator/lambdas', 'orchestrator/workflow', 'orchestrator/recovery'],
  },
  { folder: 'orchestrator/agent', may: ['orchestrator/domain', 'orchestrator/ports', 'orchestrator/config.ts'] },
  {
    folder: 'orchestrator/aws',
    may: [
      'orchestrator/domain',
      'orchestrator/ports',
      'orchestrator/config.ts',
      'orchestrator/config-aws.ts',
      'orchestrator/agent',
    ],
  },
  {
    folder: 'orchestrator/workflow',
    may: ['orchestrator'],
    except: ['orchestrator/aws', 'orchestrator/lambdas', 'orchestrator/steps'],
  },
  { folder: 'orchestrator/lambdas', may: ['orchestrator'] },
  { folder: 'bot', may: ['orchestrator'], except: ['orchestrator/aws', 'orchestrator/lambdas', 'orchestrator/steps'] },
  { folder: 'bot/lambdas', may: ['bot', 'orchestrator'] },
  { folder: 'cli', may: ['orchestrator'] },
  { folder: 'dashboard', may: ['orchestrator'] },
  { folder: 'infra', may: ['orchestrator'] },
  { folder: 'lab', may: ['orchestrator'] },
];

/** What the rows forbid and is so nevertheless, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'lab/platform.ts → bot': 'The platform process of the lab runs the bot.',
  'lab/headless/people.ts → bot/views/actions.ts': 'Headless people press buttons by the ids that the bot gave them.',
  'infra/constructs/bootstrap.ts → lab/app/schema.ts': 'The sample application is the lab’s, on AWS too.',
  'lab/rounds.ts → bot/log.ts': 'The rounds of the platform process write to the log of its bot.',
};

/** Packages the rules of recovery may be written with. */
const DOMAIN_PACKAGES = ['zod'];

const imports = importsUnder(...new Set(ARROWS.map(({ folder }) => folder.split('/')[0] ?? folder)));
const ours = imports.filter(({ isOurs }) => isOurs);

const isIn = (folder: string, path: string) => path === folder || path.startsWith(`${folder}/`);
const rowOf = (path: string) =>
  ARROWS.filter(({ folder }) => isIn(folder, path)).toSorted((a, b) => b.folder.length - a.folder.length)[0];
const text = ({ from, to }: Import) => `${from} → ${to}`;

function isAllowed({ from, to }: Import): boolean {
  const row = rowOf(from);
  if (row === undefined) return false;
  if (isIn(row.folder, to) && rowOf(to) === row) return true;
  return row.may.some((folder) => isIn(folder, to)) && !row.except?.some((folder) => isIn(folder, to));
}

const excepts = (exception: string, { from, to }: Import) => {
  const [who = '', whom = ''] = exception.split(' → ');
  return isIn(who, from) && isIn(whom, to);
};

describe('imports', () => {
  it('follow the arrows of the design', () => {
    const excepted = Object.keys(EXCEPTIONS);
    const wrong = ours.filter((each) => !isAllowed(each) && !excepted.some((exception) => excepts(exception, each)));
    expect(wrong.map(text)).toEqual([]);
  });

  it('need every exception that is made for them', () => {
    const idle = Object.keys(EXCEPTIONS).filter(
      (exception) => !ours.some((each) => !isAllowed(each) && excepts(exception, each)),
    );
    expect(idle).toEqual([]);
  });

  it('of the domain are its own files and zod', () => {
    const packages = imports.filter(({ from, isOurs }) => isIn('orchestrator/domain', from) && !isOurs).map(({ to }) => to);
    expect(packages.filter((name) => !DOMAIN_PACKAGES.includes(name))).toEqual([]);
  });

  it('never lead to a test', () => {
    expect(ours.filter(({ to }) => isIn('test', to)).map(text)).toEqual([]);
  });

  it('carry no Bolt into the reporter, however far they are followed', () => {
    const reached = reachedFrom('bot/reporter.ts');
    expect(reached.has('bot/reporting/report.ts')).toBe(true);
    expect([...reached].filter((name) => name.startsWith('@slack/bolt'))).toEqual([]);
  });

  it('carry no AWS into the bot, however far they are followed', () => {
    const reached = [...reachedFrom('bot/app.ts')];
    expect(reached).toContain('@slack/bolt');
    expect(reached.filter((name) => name.startsWith('@aws-sdk/') || isIn('orchestrator/aws', name))).toEqual([]);
  });
});

describe('the reader of imports', () => {
  it('sees every form of import', () => {
    const source = `
import { a } from './a.ts';
import type { B } from '../b.ts';
import {
  c,
} from "./c.ts";
import './d.ts';
export { e } from './e.ts';
export * from './f.ts';
const g = await import('./g.ts');
import zod from 'zod';`;
    const names = ['x/y/a.ts', 'x/b.ts', 'x/y/c.ts', 'x/y/d.ts', 'x/y/e.ts', 'x/y/f.ts', 'x/y/g.ts', 'zod'];
    expect(importsIn('x/y/z.ts', source).map(({ to }) => to)).toEqual(names);
  });

  it('sees none in a comment', () => {
    const source = "/* import './a.ts'; */\n// import './b.ts';\n  // export * from './c.ts';\n/**\nimport './d.ts';\n*/";
    expect(importsIn('z.ts', source)).toEqual([]);
  });

  it('found the repository', () => {
    expect(ours.length).toBeGreaterThan(100);
  });
});

function reachedFrom(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const file of reached) {
    for (const { from, to } of imports) if (from === file) reached.add(to);
  }
  return reached;
}
