import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One allowance of a role: actions on resources, where `*` stands for anything. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly FunctionName?: string;
    readonly Role?: { readonly 'Fn::GetAtt'?: readonly string[] };
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly RawStatement[] } }[];
  };
}
interface RawStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const STACK = 'dr-control-plane.template.json';

/** What the role of each function of the control plane allows, by the function's name, from the synthesized template. */
export async function rolesOf(assembly: string): Promise<ReadonlyMap<string, readonly Statement[]>> {
  const template = JSON.parse(await readFile(join(assembly, STACK), 'utf8')) as { Resources: Readonly<Record<string, Resource>> };
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  return new Map(
    functions.flatMap(({ Properties: { FunctionName, Role } }) => {
      const role = template.Resources[Role?.['Fn::GetAtt']?.[0] ?? ''];
      const statements = (role?.Properties.Policies ?? []).flatMap(({ PolicyDocument }) =>
        PolicyDocument.Statement.map(toStatement),
      );
      return FunctionName === undefined ? [] : [[FunctionName, statements] as const];
    }),
  );
}

function toStatement({ Effect, Action, Resource }: RawStatement): Statement {
  if (Effect !== 'Allow') throw new Error('The roles of the control plane only allow.');
  const resources = Array.isArray(Resource) ? Resource : [Resource];
  return { actions: [Action].flat(), resources: resources.map(toPattern) };
}

/** A resource as a pattern: what CloudFormation fills in may be anything. */
function toPattern(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  if (typeof resource !== 'object' || resource === null || !('Fn::Join' in resource)) return '*';
  const [separator, parts] = resource['Fn::Join'] as [string, readonly unknown[]];
  return parts.map(toPattern).join(separator);
}

/** Whether one of the statements allows that action on that resource. */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    ({ actions, resources }) => actions.some((each) => fits(each, action)) && resources.some((each) => fits(each, resource)),
  );
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
function fits(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(text);
}
