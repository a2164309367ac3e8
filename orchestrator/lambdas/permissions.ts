import { agentPermissions } from '../aws/agent.ts';
import { costPermissions } from '../aws/costs.ts';
import { databasePermissions } from '../aws/database.ts';
import { drillPermissions } from '../aws/drills/permissions.ts';
import { lookPermissions } from '../aws/looks.ts';
import type { Permission, PermissionsOf } from '../aws/permissions.ts';
import { probePermissions } from '../aws/probe.ts';
import { readinessPermissions } from '../aws/readiness/readiness.ts';
import { rebuildPermissions } from '../aws/rebuild/permissions.ts';
import { recordsPermissions } from '../aws/records/permissions.ts';
import { slackSecretPermissions } from '../aws/secrets.ts';
import { servicesPermissions } from '../aws/services.ts';
import { storagePermissions } from '../aws/storage.ts';
import { flagRepairPermissions, trafficPermissions } from '../aws/traffic.ts';
import { workflowPermissions } from '../aws/workflow.ts';
import type { World } from '../ports/world.ts';
import type { Needs } from './needs.ts';

const adapters: { readonly [Port in keyof World]: PermissionsOf<World[Port]> } = {
  clock: { now: [], sleep: [] },
  agent: agentPermissions,
  database: databasePermissions,
  services: servicesPermissions,
  traffic: trafficPermissions,
  probe: probePermissions,
  storage: storagePermissions,
  readiness: readinessPermissions,
  drills: drillPermissions,
  rebuild: rebuildPermissions,
};

/** What AWS has to allow a Lambda, from the adapters whose methods it calls. */
export function permissionsFor({
  world = {},
  records,
  workflow = [],
  billing = [],
  looks = false,
  mendsFlags = false,
  slack = false,
}: Needs): readonly Permission[] {
  const methods = Object.entries(world).flatMap(([port, calls]) => calls.map((method) => ({ port, method })));
  const asked = methods.flatMap(({ port, method }) =>
    mendsFlags && port === 'traffic' && method === 'shift'
      ? flagRepairPermissions
      : (methodsOf(port as keyof World)[method] ?? missing(port, method)),
  );
  return [
    ...new Set([
      ...asked,
      ...records.map((use) => recordsPermissions[use]),
      ...workflow.flatMap((method) => workflowPermissions[method]),
      ...billing.flatMap((method) => costPermissions[method]),
      ...(looks ? lookPermissions : []),
      ...(slack ? slackSecretPermissions : []),
    ]),
  ];
}

const methodsOf = (port: keyof World): Readonly<Record<string, readonly Permission[]>> => adapters[port];

function missing(port: string, method: string): never {
  throw new Error(`The adapter of ${port} does not say what ${method} needs.`);
}
