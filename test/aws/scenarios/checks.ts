import { CHECKS_VARIABLE, MadeChecks } from '../../../orchestrator/aws/made-checks.ts';
import type { CalculatedCheck } from '../../../orchestrator/config-aws.ts';
import type { Cloud } from '../cloud/cloud.ts';

/** The health checks that the deployed platform was told of. */
export async function toldChecks({ aws, config, application }: Cloud): Promise<CalculatedCheck> {
  const look = await aws.rest('lambda', config.regions.control, 'GET', '/2015-03-31/functions/dr-look/configuration');
  const { Environment } = JSON.parse(look) as { Environment: { Variables: Record<string, string> } };
  const { [application.id]: made } = MadeChecks.parse(JSON.parse(Environment.Variables[CHECKS_VARIABLE] ?? ''));
  if (made === undefined) throw new Error(`The platform was told of no check of ${application.id}.`);
  return made;
}

/** Asks Route 53 past the platform; answers the XML. */
export const askRoute53 = ({ aws }: Cloud, path: string, method = 'GET', body = ''): Promise<string> =>
  aws.rest('route53', 'us-east-1', method, `/2013-04-01${path}`, body);

/** The checks that a calculated check looks at now. */
export async function childrenOf(cloud: Cloud, calculated: string): Promise<readonly (string | undefined)[]> {
  const check = await askRoute53(cloud, `/healthcheck/${calculated}`);
  return [...check.matchAll(/<ChildHealthCheck>(.+?)</g)].map(([, id]) => id);
}

/** Has both flags count again, as the platform asks an operator to. */
export async function letBothCount(cloud: Cloud, { id, dr, control }: CalculatedCheck): Promise<void> {
  // Twice, because ministack looks for the text of an element of a list in another of its name.
  const children = [dr, control].map(
    (child) => `<ChildHealthCheck><ChildHealthCheck>${child}</ChildHealthCheck></ChildHealthCheck>`,
  );
  const body = `<UpdateHealthCheckRequest><ChildHealthChecks>${children.join('')}</ChildHealthChecks></UpdateHealthCheckRequest>`;
  await askRoute53(cloud, `/healthcheck/${id}`, 'POST', body);
}
