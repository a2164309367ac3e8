import { GetHealthCheckCommand, UpdateHealthCheckCommand } from '@aws-sdk/client-route-53';
import type { Application } from '../config.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws } from './deployment.ts';
import { askFor } from './errors.ts';
import type { Permission } from './permissions.ts';

const WHAT = 'Route 53';

/**
 * Going home while the DR Region keeps its flag: the calculated check is made to look at the control Region's flag alone. That
 * needs the control plane in us-east-1, which is where users are going. Without the ids in dr.yml nothing is done.
 */
export async function ignoreFlagOfDr(application: Application, { route53 }: Pick<Clients, 'route53'>): Promise<void> {
  const { calculatedCheck } = applicationOnAws(application);
  if (calculatedCheck === undefined) return;
  const ChildHealthChecks = [calculatedCheck.control];
  const command = new UpdateHealthCheckCommand({ HealthCheckId: calculatedCheck.id, ChildHealthChecks, HealthThreshold: 1 });
  await askFor(WHAT, () => route53.send(command));
}

/** Says so when the calculated check still looks at one flag only, so that losing that one would move users. */
export async function lostChild(application: Application, { route53 }: Pick<Clients, 'route53'>): Promise<readonly string[]> {
  const { calculatedCheck } = applicationOnAws(application);
  if (calculatedCheck === undefined) return [];
  const { id, dr, control } = calculatedCheck;
  try {
    const { HealthCheck } = await askFor(WHAT, () => route53.send(new GetHealthCheckCommand({ HealthCheckId: id })));
    const children = HealthCheck?.HealthCheckConfig?.ChildHealthChecks ?? [];
    if (children.includes(dr) && children.includes(control)) return [];
    return [`the health check ${id} does not look at both flags: give it ${dr} and ${control} again`];
  } catch (error) {
    // The control plane of Route 53 may be what is failing, and moving users does not need it.
    if (error instanceof Unavailable) return [];
    throw error;
  }
}

const check = (action: string): Permission => ({
  actions: [action],
  resources: (_, { aws }) =>
    aws?.calculatedCheck === undefined ? [] : [`arn:aws:route53:::healthcheck/${aws.calculatedCheck.id}`],
});

/** What ignoring a flag, and finding out that one is ignored, need. */
export const ignoringPermissions: readonly Permission[] = [check('route53:UpdateHealthCheck')];
export const lostChildPermissions: readonly Permission[] = [check('route53:GetHealthCheck')];
