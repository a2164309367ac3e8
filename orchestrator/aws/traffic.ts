import type { Application, Config } from '../config.ts';
import type { Clock, Traffic } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws } from './deployment.ts';
import { flagPermissions, flagTraffic } from './flags.ts';
import type { Permission, PermissionsOf } from './permissions.ts';
import { recordChangePermissions, recordTraffic } from './record-change.ts';
import type { Locate } from './whereabouts.ts';

/** Moves the application's users in the way that dr.yml names. */
export function awsTraffic(config: Config, application: Application, clients: Clients, locate: Locate, clock: Clock): Traffic {
  return applicationOnAws(application).traffic === 'flags'
    ? flagTraffic(config, application, clients, locate)
    : recordTraffic(config, application, clients, locate, clock);
}

const where = (traffic: 'flags' | 'records', permissions: readonly Permission[]): readonly Permission[] =>
  permissions.map((permission) => ({
    ...permission,
    resources: (config, application) => (application.aws?.traffic === traffic ? permission.resources(config, application) : []),
  }));

/** What changing flags again needs, where shifting is for that alone: where there are none, nothing. */
export const flagRepairPermissions = where('flags', flagPermissions.shift);

/** What the traffic's methods need: each application's own way, so that a row may name no resource. */
export const trafficPermissions: PermissionsOf<Traffic> = {
  look: [...where('flags', flagPermissions.look), ...where('records', recordChangePermissions.look)],
  shift: [...flagRepairPermissions, ...where('records', recordChangePermissions.shift)],
};
