import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Needs, rowNeeds, triggerNeeds } from '../../orchestrator/lambdas/needs.ts';
import { permissionsFor } from '../../orchestrator/lambdas/permissions.ts';
import { importsUnder } from '../imports.ts';
import { createdApp, templateOf } from './synthesized.ts';

const template = templateOf(createdApp(), 'dr-control-plane');
const imports = importsUnder('orchestrator');

/** Calls such as `agent.observe` in a file and in what it imports, except through the files in `without`. */
function callsFrom(start: string, without: readonly string[] = []): readonly string[] {
  const reached = new Set([start]);
  for (const file of reached) {
    for (const { from, to, isOurs } of imports) if (isOurs && from === file && !without.includes(to)) reached.add(to);
  }
  const calls = [...reached].flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(
      /world(?:Of\(\w+\))?\.(agent|database|services|traffic|probe|storage|readiness|drills|rebuild)\.(\w+)/g,
    ),
  ]);
  return [...new Set(calls.map(([, port, method]) => `${port}.${method}`))].toSorted();
}

const declared = ({ world = {} }: Needs): readonly string[] =>
  Object.entries(world)
    .flatMap(([port, methods]) => methods.map((method) => `${port}.${method}`))
    .toSorted();

/** A step may import another for a sentence or a judgement: only what it calls itself counts. */
const STEPS = Object.keys(rowNeeds).map((id) => `orchestrator/steps/${id}.ts`);

describe('a Lambda declares what it calls of the world', () => {
  it.each(Object.entries(rowNeeds))('as the step of %s does', (id, needs) => {
    expect(declared(needs)).toEqual(callsFrom(`orchestrator/steps/${id}.ts`, STEPS));
  });

  it.each([
    ['reconciler', 'orchestrator/reconcile.ts'],
    ['watch', 'orchestrator/watch.ts'],
    ['rehearsal', 'orchestrator/rehearse.ts'],
    ['look', 'orchestrator/lambdas/look.ts'],
  ] as const)('as the %s does', (id, file) => {
    expect(declared(triggerNeeds[id])).toEqual(callsFrom(file, STEPS));
  });

  it('as the sweeper does to ask for the way home of a game day, among other things', () => {
    const calls = callsFrom('orchestrator/game-day.ts', STEPS);
    expect(calls).toEqual(['agent.observe', 'traffic.look']);
    expect(declared(triggerNeeds.sweeper)).toEqual(expect.arrayContaining([...calls]));
  });
});

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string[]>>>>;
}

describe('a role', () => {
  const statements = (id: string): readonly Statement[] => {
    const roles = template.findResources('AWS::IAM::Role');
    const [, role] = Object.entries(roles).find(([name]) => name.startsWith(`Functions${id}Role`)) ?? [];
    return role?.Properties.Policies.flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement,
    );
  };
  const actions = (id: string): readonly string[] => [...new Set(statements(id).flatMap(({ Action }) => Action))].toSorted();
  const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];

  it('allows what the adapters of its Lambda need, its own log, and nothing else', () => {
    for (const [id, needs] of Object.entries({ ...rowNeeds, ...triggerNeeds })) {
      if (id === 'reporter') continue;
      const needed = permissionsFor(needs).flatMap((permission) => permission.actions);
      const role = id.replaceAll('-', '');
      const allowed = actions(role).filter((action) => !needed.includes(action));
      expect([id, allowed]).toEqual([id, LOG]);
    }
  });

  it('of the bot, which anyone can reach, changes no Region: it writes decisions and asks dr-look', () => {
    expect(actions('bot').filter((action) => !LOG.includes(action))).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'lambda:InvokeFunction',
      'secretsmanager:GetSecretValue',
      'states:SendTaskSuccess',
      'states:StartExecution',
    ]);
  });

  it('of a row writes its journal, and neither votes nor claims; that of the bot votes, and forges no approval anew', () => {
    const written = (id: string) =>
      statements(id)
        .filter(({ Action }) => [Action].flat().some((action) => /dynamodb:(Put|Update)Item/.test(action)))
        .flatMap(({ Action, Condition }) =>
          (Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? ['all']).map((key) => `${Action} ${key}`),
        )
        .toSorted();
    expect(written('verifydns')).toEqual(['dynamodb:PutItem $dr#run_*']);
    expect(written('watch')).toEqual(['dynamodb:PutItem $dr#sighting_*']);
    expect(written('bot').filter((each) => each.includes('question'))).toEqual(['dynamodb:UpdateItem $dr#question_*']);
    expect(written('bot')).not.toContain('all');
  });

  it.each(['look', 'watch', 'preflight', 'approval', 'promote'])('of %s may have the agents look, and not act', (id) => {
    const invoked = statements(id)
      .filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction'))
      .flatMap(({ Resource }) => Resource as string | string[]);
    expect(invoked.map((arn) => arn.split(':').at(-1))).toEqual(['dr-agent-shop', 'dr-agent-shop']);
  });

  it('may promote a database of the application where the step is promote, and nowhere else; drills promote and delete copies', () => {
    const resourcesOfAction = (action: string) =>
      [...Object.keys(rowNeeds), ...Object.keys(triggerNeeds)].flatMap((id) =>
        (statements(id.replaceAll('-', '')) ?? [])
          .filter(({ Action }) => [Action].flat().includes(action))
          .flatMap(({ Resource }) => [Resource].flat().map((arn) => `${id} ${String(arn).split(':').at(-1)}`)),
      );
    expect(new Set(resourcesOfAction('rds:PromoteReadReplica'))).toEqual(
      new Set([
        ...['promote shop-primary', 'promote shop-dr'],
        ...['drill-promote shop-primary-drill-*', 'drill-promote shop-dr-drill-*'],
      ]),
    );
    const deleted = new Set(resourcesOfAction('rds:DeleteDBInstance').map((named) => named.split(' ')[1]));
    expect(deleted).toEqual(new Set(['shop-primary-drill-*', 'shop-dr-drill-*']));
  });
});
