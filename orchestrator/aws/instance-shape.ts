import type { CreateDBInstanceReadReplicaMessage, DBInstance, ModifyDBInstanceMessage } from '@aws-sdk/client-rds';
import { type DeclaredProperties, INSTANCE_PROPERTIES, type PropertyValue } from './instance-properties.ts';

/** What an instance is, or is meant to be, by the names of `INSTANCE_PROPERTIES`. */
export type InstanceShape = Readonly<Record<string, PropertyValue>>;

/** The shape of an instance as DescribeDBInstances tells it. */
export const seenShape = (instance: DBInstance): InstanceShape => shapeOf((property) => property.seen(instance));

/**
 * The shape that a template's `AWS::RDS::DBInstance` means. `resolve` says what a reference of it (`{Ref: …}`, `{Fn::GetAtt: …}`)
 * is in the deployed stack.
 */
export function declaredShape(properties: DeclaredProperties, resolve: (reference: object) => string): InstanceShape {
  const plain = resolved(properties, resolve) as DeclaredProperties;
  return shapeOf(({ declared, otherwise }) => (declared(plain) as PropertyValue | undefined) ?? otherwise);
}

/** Sentences: where an instance is not what it is meant to be. What is not meant is not compared. */
export function differences(id: string, meant: InstanceShape, seen: InstanceShape): readonly string[] {
  return Object.entries(meant).flatMap(([name, value]) =>
    text(seen[name]) === text(value) ? [] : [`${id}: ${name} ${text(seen[name])} instead of ${text(value)}.`],
  );
}

/** What CreateDBInstanceReadReplica is asked for besides, so that the replica can be given that shape. */
export const makingOf = (meant: InstanceShape): Partial<CreateDBInstanceReadReplicaMessage> =>
  Object.assign({}, ...INSTANCE_PROPERTIES.map(({ name, make }) => asked(meant[name], make)));

/** What ModifyDBInstance is asked for to give an instance that shape, besides what it can only be made with. */
export const modificationTo = (meant: InstanceShape): Partial<ModifyDBInstanceMessage> =>
  Object.assign({}, ...INSTANCE_PROPERTIES.map(({ name, modify }) => asked(meant[name], modify)));

const asked = <Request>(value: PropertyValue | undefined, ask: ((value: PropertyValue) => Request) | undefined) =>
  value === undefined ? undefined : ask?.(value);

function shapeOf(read: (property: (typeof INSTANCE_PROPERTIES)[number]) => PropertyValue | undefined): InstanceShape {
  const entries = INSTANCE_PROPERTIES.map((property) => [property.name, normal(read(property))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as InstanceShape;
}

/** Lists without their order; templates write numbers as text now and then. */
function normal(value: PropertyValue | undefined): PropertyValue | undefined {
  if (Array.isArray(value)) return (value as readonly string[]).toSorted();
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function text(value: PropertyValue | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function resolved(value: unknown, resolve: (reference: object) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, resolve));
  if (typeof value !== 'object' || value === null) return value;
  const [only, ...more] = Object.keys(value);
  if (more.length === 0 && (only === 'Ref' || only?.startsWith('Fn::'))) return resolve(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, resolve)]));
}
