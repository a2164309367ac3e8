import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Region } from '../../../orchestrator/domain/region.ts';
import type { Call } from '../gateway/call.ts';

/** Stands in a resource for what CloudFormation fills in: one thing, whose name only the deployment knows. */
export const MADE = '<made>';

/** One allowance of a role: actions on resources, as they are written. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The partitions of a table that it is for, as patterns; null for all. */
  readonly leadingKeys: readonly string[] | null;
}

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly FunctionName?: string;
    readonly Role?: { readonly 'Fn::GetAtt'?: readonly string[] };
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly RawStatement[] } }[];
    readonly ManagedPolicyArns?: readonly unknown[];
    /** The roles that a policy of its own is for. */
    readonly Roles?: readonly { readonly Ref?: string }[];
  };
}
interface RawStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The role of one function. */
export interface Role {
  /** The function's name. */
  readonly of: string;
  readonly region: Region;
  readonly statements: readonly Statement[];
}

/**
 * The role of each function that has a name in a stack, from the synthesized template; those without one are the CDK's. Throws where a
 * role has policies elsewhere than in itself, which nobody would compare.
 */
export async function rolesIn(assembly: string, stack: string, region: Region): Promise<readonly Role[]> {
  const path = join(assembly, `${stack}.template.json`);
  const template = JSON.parse(await readFile(path, 'utf8')) as { Resources: Readonly<Record<string, Resource>> };
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  return functions.flatMap(({ Properties: { FunctionName, Role } }) => {
    if (FunctionName === undefined) return [];
    const id = Role?.['Fn::GetAtt']?.[0] ?? '';
    const role = template.Resources[id];
    if (role === undefined) throw new Error(`The role of ${FunctionName} is not in ${stack}.`);
    const { Policies = [], ManagedPolicyArns = [] } = role.Properties;
    const others = Object.values(template.Resources).filter(({ Properties }) => Properties?.Roles?.some(({ Ref }) => Ref === id));
    if (ManagedPolicyArns.length + others.length > 0) throw new Error(`The role of ${FunctionName} has policies beside its own.`);
    return [
      {
        of: FunctionName,
        region,
        statements: Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(toStatement)),
      },
    ];
  });
}

function toStatement({ Effect, Action, Resource, Condition = {} }: RawStatement): Statement {
  if (Effect !== 'Allow') throw new Error('The roles of the platform only allow.');
  const leadingKeys = ['StringEquals', 'StringLike'].flatMap(
    (is) => Condition[`ForAllValues:${is}`]?.['dynamodb:LeadingKeys'] ?? [],
  );
  return {
    actions: [Action].flat(),
    resources: [Resource].flat().map(toPattern),
    leadingKeys: leadingKeys.length === 0 ? null : leadingKeys,
  };
}

function toPattern(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  if (typeof resource !== 'object' || resource === null || !('Fn::Join' in resource)) return MADE;
  const [separator, parts] = resource['Fn::Join'] as [string, readonly unknown[]];
  return parts.map(toPattern).join(separator);
}

/** What is written, or where. */
interface Keyed {
  readonly pk?: { readonly S?: string };
}

/** The partition of a table that a call writes to or gets from; empty where it names none. */
export function partitionOf({ parameters }: Pick<Call, 'parameters'>): string {
  const { Key, Item = Key } = parameters as { readonly Key?: Keyed; readonly Item?: Keyed };
  return Item?.pk?.S ?? '';
}

/** Whether a role allows a call on one of the resources that it acts on. */
export function allows({ statements }: Role, call: Pick<Call, 'action' | 'parameters'>, resource: string): boolean {
  return statements.some(
    ({ actions, resources, leadingKeys }) =>
      actions.some((each) => fits(each, call.action)) &&
      resources.some((each) => fits(each, resource)) &&
      (leadingKeys === null || leadingKeys.some((each) => fits(each, partitionOf(call)))),
  );
}

/** IAM's wildcards: `*` for any characters, `?` for one; what CloudFormation fills in may be anything. */
export function fits(pattern: string, text: string): boolean {
  const escaped = pattern
    .replaceAll(MADE, '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(text);
}
