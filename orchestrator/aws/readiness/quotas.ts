import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { Unavailable } from '../../domain/errors.ts';
import type { Move, Region } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { arnsInBoth } from '../deployment.ts';
import { askFor, isNamed } from '../errors.ts';
import type { Permission } from '../permissions.ts';

/**
 * What an idle standby Region is allowed less of until somebody asks for more: "Fargate On-Demand vCPU resource count".
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const COMPARED = [{ service: 'fargate', code: 'L-3032A538', name: 'vCPUs of Fargate tasks' }] as const;

/** Quotas that are smaller in the target than in the source, as far as the source answers. */
export async function smallerQuotas(clients: Pick<Clients, 'quotas'>, { from, to }: Move): Promise<readonly string[]> {
  const compared = COMPARED.map(async ({ service, code, name }) => {
    const [there, here] = await Promise.all([
      quotaIn(clients, to, service, code),
      quotaIn(clients, from, service, code).catch(silence),
    ]);
    const isSmaller = there !== null && here !== null && there < here;
    return isSmaller ? [`${to} allows ${there} ${name}, ${from} allows ${here}`] : [];
  });
  return (await Promise.all(compared)).flat();
}

/** A source that is silent has nothing to be compared with. */
function silence(error: unknown): null {
  if (error instanceof Unavailable) return null;
  throw error;
}

/** What is applied to this account; where nothing was ever asked for, what AWS gives to everybody. */
async function quotaIn(
  clients: Pick<Clients, 'quotas'>,
  region: Region,
  ServiceCode: string,
  QuotaCode: string,
): Promise<number | null> {
  const what = `Service Quotas in ${region}`;
  const which = { ServiceCode, QuotaCode };
  try {
    const applied = await askFor(what, () => clients.quotas(region).send(new GetServiceQuotaCommand(which)));
    return applied.Quota?.Value ?? null;
  } catch (error) {
    if (!isNamed(error, 'NoSuchResourceException')) throw error;
    const given = await askFor(what, () => clients.quotas(region).send(new GetAWSDefaultServiceQuotaCommand(which)));
    return given.Quota?.Value ?? null;
  }
}

/** What comparing quotas needs; what AWS gives to everybody has no resource. */
export const quotaPermissions: readonly Permission[] = [
  {
    actions: ['servicequotas:GetServiceQuota'],
    resources: (config) =>
      COMPARED.flatMap(({ service, code }) => arnsInBoth(config, 'servicequotas', () => `${service}/${code}`)),
  },
  { actions: ['servicequotas:GetAWSDefaultServiceQuota'], resources: () => ['*'] },
];
