import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { Config } from '../../../orchestrator/config.ts';
import { elementIn } from '../gateway/xml.ts';
import type { Aws } from './ask.ts';

const API = '/2013-04-01';
/** What was made already, by what it is. */
const MADE = 'route53-made.json';

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: { readonly HealthCheckConfig?: unknown } }>;
}

/** Stands in for what was made elsewhere: a stack without any resource is not deployed. */
const HANDLE = { Type: 'AWS::CloudFormation::WaitConditionHandle' };

/**
 * Makes by API, from what the templates say, the health checks that ministack's CloudFormation does not make, and writes their ids
 * where the templates speak of them; and the zone of dr.yml for the records, under an id that Route 53 chooses.
 */
export async function makeHealthChecks(aws: Aws, config: Config, assembly: string): Promise<void> {
  const { id, name } = platformOnAws(config).hostedZone;
  const makeOnce = await remembering(aws);
  const zone = await makeOnce(name, '/hostedzone', 'CreateHostedZoneRequest', `<Name>${name}</Name>`);
  for (const file of (await readdir(assembly)).filter((each) => each.endsWith('.template.json'))) {
    const path = join(assembly, file);
    const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
    const inZone = (zoneId: string): string => `"HostedZoneId":"${zoneId}"`;
    let template = JSON.parse(text.replaceAll(inZone(id), inZone(zone.replace('/hostedzone/', '')))) as Template;
    for (const logical of Object.keys(template.Resources)) {
      // As the template stands by now: the children of a calculated check come before it, and have their ids.
      const { [logical]: resource } = template.Resources;
      if (resource?.Type !== 'AWS::Route53::HealthCheck') continue;
      const config = element('HealthCheckConfig', resource.Properties?.HealthCheckConfig);
      const check = await makeOnce(`${file} ${logical}`, '/healthcheck', 'CreateHealthCheckRequest', config);
      const reference = JSON.stringify({ 'Fn::GetAtt': [logical, 'HealthCheckId'] });
      template = JSON.parse(JSON.stringify(template).replaceAll(reference, JSON.stringify(check))) as Template;
      template.Resources[logical] = HANDLE;
    }
    await writeFile(path, JSON.stringify(template));
  }
}

/** Makes what was not made under that name before, and answers its id: templates are made again for each deployment. */
async function remembering(aws: Aws) {
  const made = JSON.parse(await readFile(MADE, 'utf8').catch(() => '{}')) as Record<string, string>;
  return async (what: string, ...request: readonly [path: string, request: string, body: string]): Promise<string> => {
    made[what] ??= await post(aws, ...request);
    await writeFile(MADE, JSON.stringify(made));
    return made[what];
  };
}

/** Answers the id of what it makes. */
async function post(aws: Aws, path: string, request: string, body: string): Promise<string> {
  const xml = `<${request}><CallerReference>${crypto.randomUUID()}</CallerReference>${body}</${request}>`;
  const id = elementIn(await aws.rest('route53', 'us-east-1', 'POST', `${API}${path}`, xml), 'Id');
  if (id === null) throw new Error(`Route 53 made nothing of ${xml}.`);
  return id;
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    // Once would do for Route 53; ministack looks for the text of an element of a list in another of its name.
    const one = name.replace(/s$/, '');
    return `<${name}>${value.map((each) => `<${one}>${element(one, each)}</${one}>`).join('')}</${name}>`;
  }
  if (typeof value !== 'object' || value === null) return `<${name}>${value}</${name}>`;
  return `<${name}>${Object.entries(value)
    .map(([field, each]) => element(field, each))
    .join('')}</${name}>`;
}
