import type { Construct } from 'constructs';
import { type Side, sideOf } from '../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../orchestrator/config.ts';

/** The CDK context key that says which Region an application is active in, such as `-c active:shop=us-west-2`. */
export const activeContext = (application: string): string => `active:${application}`;

/**
 * Which Region an application is active in, as `npm run deploy` saw it before the stacks were made; primary when nobody looked,
 * as in `npm run synth`. Capacities follow it, so that a deployment while the roles are swapped undoes no scaling.
 */
export function activeSide(scope: Construct, config: Config, { id }: Pick<Application, 'id'>): Side {
  const region: unknown = scope.node.tryGetContext(activeContext(id));
  return region === undefined ? 'primary' : sideOf(config, String(region));
}
