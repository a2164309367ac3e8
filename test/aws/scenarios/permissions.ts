import { beforeAll, describe, expect, it } from 'vitest';
import { agentFunction } from '../../../orchestrator/aws/agent.ts';
import type { Cloud, Deployment } from '../cloud/cloud.ts';
import type { Call } from '../gateway/call.ts';
import { likeness } from '../permissions/alike.ts';
import { excessOf, idleRows, unexplainedWidth } from '../permissions/excess.ts';
import { allowancesOf, inWords } from '../permissions/needed.ts';
import { allows, type Role, rolesIn } from '../permissions/roles.ts';
import { WIDE } from '../permissions/wide.ts';
import { agentStack } from './wake.ts';

/** Every call that was recorded, against the roles of the functions that made them. */
export function permissions(cloudOf: () => Cloud): void {
  describe('the roles of the control plane and of the agents', () => {
    let calls: readonly Call[];
    /** Each role with everything that it ever allowed. */
    let roles: readonly Role[];
    /** The roles of each deployment, with the calls that were made under them. */
    let periods: readonly { readonly roles: readonly Role[]; readonly calls: readonly Call[] }[];
    beforeAll(async () => {
      const { gateway, deployments } = cloudOf();
      ({ calls } = gateway);
      periods = await Promise.all(
        deployments.map(async (deployment, index) => ({
          roles: await platformRoles(cloudOf(), deployment),
          calls: calls.slice(deployment.from, deployments[index + 1]?.from),
        })),
      );
      roles = united(periods.flatMap((period) => period.roles));
    });
    const alikeTo = (role: Role) => likeness(cloudOf().config, cloudOf().application, role);
    const callsBy = (role: Role, among = calls): readonly Call[] =>
      among.filter((call) => isBy(role, call, cloudOf().config.regions.control));

    it('are those of every function that made a call', () => {
      const known = new Set(roles.map((role) => role.of));
      const callers = new Set(calls.flatMap(({ caller }) => (caller?.startsWith('dr-') ? [caller] : [])));
      expect([...callers].filter((caller) => !known.has(caller))).toEqual([]);
      expect(roles.filter((role) => callsBy(role).length === 0).map(said)).toEqual([]);
    });

    it('allow every call that was made, on what it was made on', () => {
      const refused = periods.flatMap((period) =>
        period.roles.flatMap((role) =>
          callsBy(role, period.calls).flatMap((call) =>
            call.resources
              .filter((resource) => !allows(role, call, resource))
              .map((resource) => `${said(role)}: ${call.action} on ${resource}`),
          ),
        ),
      );
      expect([...new Set(refused)]).toEqual([]);
    });

    it('allow nothing but what was called on what it was called on, and what stands in the tables', () => {
      const excess = roles.flatMap((role) =>
        excessOf(role, callsBy(role), alikeTo(role)).map((each) => `${said(role)}: ${each.action} on ${inWords(each)}`),
      );
      expect([...new Set(excess)].toSorted()).toEqual([]);
    });

    it('allow more than can be named only where a row says why', () => {
      const wide = roles.flatMap((role) =>
        unexplainedWidth(role).map((each) => `${said(role)}: ${each.action} on ${each.resource}`),
      );
      expect([...new Set(wide)]).toEqual([]);
      const allowances = roles.flatMap(allowancesOf);
      const idle = WIDE.filter(
        ({ action, on }) => !allowances.some((each) => action.test(each.action) && on.test(each.resource)),
      );
      expect(idle).toEqual([]);
    });

    it('come with tables in which every row is needed', () => {
      expect(idleRows(roles, (role) => callsBy(role), alikeTo).map(({ of, action, on }) => `${of}: ${action} on ${on}`)).toEqual(
        [],
      );
    });
  });
}

const said = ({ of, region }: Role): string => `${of} in ${region}`;

/** The same role of every deployment as one. */
function united(roles: readonly Role[]): readonly Role[] {
  return Object.values(Object.groupBy(roles, said)).flatMap(([role, ...others] = []) =>
    role === undefined ? [] : [{ ...role, statements: [role, ...others].flatMap(({ statements }) => statements) }],
  );
}

async function platformRoles({ config }: Cloud, { assembly, applications }: Deployment): Promise<readonly Role[]> {
  const { regions } = config;
  const agents = applications.flatMap((application) =>
    (['primary', 'dr'] as const).map(async (side) => {
      const names = (['look', 'act'] as const).map((duty) => agentFunction(application, side, duty));
      const roles = await rolesIn(assembly, agentStack(application, regions[side]), regions[side]);
      return roles.filter((role) => names.includes(role.of));
    }),
  );
  return [await rolesIn(assembly, 'dr-control-plane', regions.control), ...(await Promise.all(agents))].flat();
}

/** Agents have the same name in every Region, and call nothing outside their own. */
function isBy(role: Role, { caller, region }: Call, control: string): boolean {
  return caller === role.of && (role.region === control || role.region === region);
}
