import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const NETWORK = ['AWS::EC2::FlowLog', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress'];
const ROLES = ['Custom::DatabaseRoles', 'AWS::SecretsManager::RotationSchedule'];

/** What ministack refuses, with the sentence of docs/aws-unproved.md that says so. */
const REFUSED: readonly { readonly why: string; readonly is: (resource: Resource) => boolean }[] = [
  {
    why: 'alarms over metric math',
    is: ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined,
  },
  { why: 'replication of registries', is: ({ Type }) => Type === 'AWS::ECR::ReplicationConfiguration' },
  { why: 'autoscaling of services', is: ({ Type }) => Type.startsWith('AWS::ApplicationAutoScaling::') },
  { why: 'flow logs, and rules between security groups', is: ({ Type }) => NETWORK.includes(Type) },
  { why: 'roles of a database that is not there, and rotation', is: ({ Type }) => ROLES.includes(Type) },
];

/**
 * Takes from the synthesized templates what the emulator cannot deploy, and puts the hosts of the test's databases, by their
 * identifiers, in the place of endpoints that lead nowhere; answers the logical ids of what is taken, and why.
 */
export async function fitToEmulator(
  assembly: string,
  hosts: Readonly<Record<string, string>>,
): Promise<readonly { readonly id: string; readonly why: string }[]> {
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
    await writeFile(path, withHosts(template.Resources, hosts, JSON.stringify(template)));
  }
  return taken;
}

function withHosts(resources: Readonly<Record<string, Resource>>, hosts: Readonly<Record<string, string>>, text: string): string {
  const databases = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::RDS::DBInstance');
  return databases.reduce((all, [id, { Properties }]) => {
    const host = hosts[String(Properties?.DBInstanceIdentifier)];
    const endpoint = JSON.stringify({ 'Fn::GetAtt': [id, 'Endpoint.Address'] });
    return host === undefined ? all : all.replaceAll(endpoint, JSON.stringify(host));
  }, text);
}
