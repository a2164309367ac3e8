import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../orchestrator/config.ts';
import type { Aws } from './ask.ts';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
}
interface GlobalTable {
  readonly TableName: string;
  readonly Replicas: readonly { readonly Region: string }[];
}

/** Makes by API the replicas of the template's table, which ministack's CloudFormation leaves out. */
export async function makeReplicas(aws: Aws, { regions: { control } }: Config, assembly: string): Promise<void> {
  const template = JSON.parse(await readFile(join(assembly, 'dr-control-plane.template.json'), 'utf8')) as Template;
  const tables = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable');
  for (const { TableName, Replicas } of tables.map(({ Properties }) => Properties as GlobalTable)) {
    const others = Replicas.map(({ Region }) => Region).filter((region) => region !== control);
    const ReplicaUpdates = others.map((RegionName) => ({ Create: { RegionName } }));
    await aws.json('dynamodb', control, 'DynamoDB_20120810.UpdateTable', { TableName, ReplicaUpdates });
  }
}
