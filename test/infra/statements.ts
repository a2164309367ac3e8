import type { TemplateJson } from './template-arns.ts';

/** One allowance of a policy: actions on resources, where `*` stands for anything. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface RawStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface RawPolicy {
  readonly PolicyDocument: { readonly Statement: readonly RawStatement[] };
}

/** What a role of the template allows, inside it and by policies that are attached to it. */
export function statementsOf({ Resources }: TemplateJson, role: string, read: (value: unknown) => string): readonly Statement[] {
  const inside: readonly RawPolicy[] = Resources[role]?.Properties.Policies ?? [];
  const attached = Object.values(Resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && isAttached(Properties.Roles, role))
    .map(({ Properties }) => Properties as RawPolicy);
  return [...inside, ...attached].flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map(({ Effect, Action, Resource }) => {
      if (Effect !== 'Allow') throw new Error(`${role} is expected to allow only.`);
      return { actions: [Action].flat(), resources: [Resource].flat().map(read) };
    }),
  );
}

const isAttached = (roles: readonly { readonly Ref?: string }[], role: string): boolean => roles.some(({ Ref }) => Ref === role);

/** Whether one of the statements allows that action on that resource. */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    ({ actions, resources }) => actions.some((each) => fits(each, action)) && resources.some((each) => fits(each, resource)),
  );
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
export function fits(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(text);
}
