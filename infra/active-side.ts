import type { Construct } from 'constructs';
import { type Side, sideOf } from '../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../orchestrator/config.ts';
import type { Duty } from '../orchestrator/domain/duty.ts';

/** The CDK context key that says which Region an application is active in, such as `-c active:shop=us-west-2`. */
export const activeContext = (application: string): string => `active:${application}`;

/** The CDK context key that says which Region an application has left, where nothing stands by any more. */
export const leftContext = (application: string): string => `left:${application}`;

/**
 * What a Region's services are there for, as `npm run deploy` saw it before the stacks were made; home where nobody looked, as in
 * `npm run synth`. Capacities follow it, so that a deployment while the roles are swapped undoes no scaling.
 */
export function dutyOf(scope: Construct, config: Config, { id }: Pick<Application, 'id'>, side: Side): Duty {
  const sideIn = (key: string): Side | null => {
    const region: unknown = scope.node.tryGetContext(key);
    return region === undefined ? null : sideOf(config, String(region));
  };
  if (side === (sideIn(activeContext(id)) ?? 'primary')) return 'active';
  return side === sideIn(leftContext(id)) ? 'left' : 'standby';
}
