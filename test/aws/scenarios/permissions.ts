import { beforeAll, describe, expect, it } from 'vitest';
import { agentFunction } from '../../../orchestrator/aws/agent.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Call } from '../gateway/call.ts';
import { DEPENDENT, UNPLAYED } from '../permissions/dependent.ts';
import { allows, type Role, rolesIn } from '../permissions/roles.ts';

/** Every call that was recorded, against the roles of the functions that made them. */
export function permissions(cloudOf: () => Cloud): void {
  describe('the roles of the control plane and of the agents', () => {
    let calls: readonly Call[];
    let roles: readonly Role[];
    beforeAll(async () => {
      ({ calls } = cloudOf().gateway);
      roles = await platformRoles(cloudOf());
    });
    const callsBy = (role: Role): readonly Call[] => calls.filter((call) => isBy(role, call, cloudOf().config.regions.control));
    const idleIn = (role: Role): readonly string[] => {
      const called = new Set(callsBy(role).map(({ action }) => action));
      return role.statements.flatMap(({ actions }) => actions).filter((action) => !called.has(action));
    };

    it('are those of every function that made a call', () => {
      const known = new Set(roles.map((role) => role.of));
      const callers = new Set(calls.flatMap(({ caller }) => (caller?.startsWith('dr-') ? [caller] : [])));
      expect([...callers].filter((caller) => !known.has(caller))).toEqual([]);
      expect(roles.filter((role) => callsBy(role).length === 0).map(said)).toEqual([]);
    });

    it('allow every call that was made, on what it was made on', () => {
      const refused = roles.flatMap((role) =>
        callsBy(role).flatMap((call) =>
          call.resources
            .filter((resource) => !allows(role, call, resource))
            .map((resource) => `${said(role)}: ${call.action} on ${resource}`),
        ),
      );
      expect([...new Set(refused)]).toEqual([]);
    });

    it('allow nothing but what was called, and what stands in the table of dependent actions', () => {
      const idle = roles.flatMap((role) =>
        idleIn(role)
          .filter((action) => !isDependent(role, action))
          .map((action) => `${said(role)}: ${action}`),
      );
      expect([...new Set(idle)].toSorted()).toEqual([]);
    });

    it('come with a table of dependent actions in which every row is needed', () => {
      const rows = [...DEPENDENT, ...UNPLAYED];
      const idle = rows.filter(({ of, action }) => !roles.some((role) => of.test(role.of) && idleIn(role).includes(action)));
      expect(idle.map(({ of, action }) => `${of}: ${action}`)).toEqual([]);
    });
  });
}

const isDependent = (role: Role, action: string): boolean =>
  [...DEPENDENT, ...UNPLAYED].some((row) => row.of.test(role.of) && row.action === action);

const said = ({ of, region }: Role): string => `${of} in ${region}`;

async function platformRoles({ assembly, config, application }: Cloud): Promise<readonly Role[]> {
  const { regions } = config;
  const agents = (['primary', 'dr'] as const).map(async (side) => {
    const names = (['look', 'act'] as const).map((duty) => agentFunction(application, side, duty));
    const roles = await rolesIn(assembly, `${application.id}-data-${regions[side]}`, regions[side]);
    return roles.filter((role) => names.includes(role.of));
  });
  return [await rolesIn(assembly, 'dr-control-plane', regions.control), ...(await Promise.all(agents))].flat();
}

/** Agents have the same name in every Region, and call nothing outside their own. */
function isBy(role: Role, { caller, region }: Call, control: string): boolean {
  return caller === role.of && (role.region === control || role.region === region);
}
