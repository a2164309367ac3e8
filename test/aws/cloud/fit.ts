import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const TYPES = ['AWS::EC2::FlowLog', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress'];

/** What ministack refuses, with the sentence of docs/aws-unproved.md that says so. */
const REFUSED: readonly { readonly why: string; readonly is: (resource: Resource) => boolean }[] = [
  {
    why: 'alarms over metric math',
    is: ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined,
  },
  { why: 'replication of registries', is: ({ Type }) => Type === 'AWS::ECR::ReplicationConfiguration' },
  { why: 'flow logs, and rules between security groups', is: ({ Type }) => TYPES.includes(Type) },
];

/** Takes from the synthesized templates what the emulator cannot deploy; answers the logical ids, and why. */
export async function fitToEmulator(assembly: string): Promise<readonly { readonly id: string; readonly why: string }[]> {
  const taken: { readonly id: string; readonly why: string }[] = [];
  for (const file of (await readdir(assembly)).filter((name) => name.endsWith('.template.json'))) {
    const path = join(assembly, file);
    const template = JSON.parse(await readFile(path, 'utf8')) as { Resources: Record<string, Resource> };
    for (const [id, resource] of Object.entries(template.Resources)) {
      const refused = REFUSED.find(({ is }) => is(resource));
      if (refused === undefined) continue;
      delete template.Resources[id];
      taken.push({ id, why: refused.why });
    }
    await writeFile(path, JSON.stringify(template));
  }
  return taken;
}
