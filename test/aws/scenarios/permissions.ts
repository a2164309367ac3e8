import { describe, expect, it } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';
import type { Call } from '../gateway/call.ts';
import { DEPENDENT, UNPLAYED } from '../permissions/dependent.ts';
import { allows, rolesOf } from '../permissions/roles.ts';

/** Every call that was recorded, against the roles of the functions that made them. */
export function permissions(cloudOf: () => Cloud): void {
  describe('the roles of the control plane', () => {
    it('allow every call that was made, on what it was made on', async () => {
      const cloud = cloudOf();
      const roles = await rolesOf(cloud.assembly);
      const refused = callsOf(cloud, roles).flatMap((call) =>
        call.resources
          .filter((resource) => !allows(roles.get(call.caller) ?? [], call.action, resource))
          .map((resource) => `${call.caller}: ${call.action} on ${resource}`),
      );
      expect([...new Set(refused)]).toEqual([]);
    });

    it('allow nothing but what was called, and what stands in the table of dependent actions', async () => {
      const cloud = cloudOf();
      const roles = await rolesOf(cloud.assembly);
      const called = new Set(callsOf(cloud, roles).map(({ caller, action }) => `${caller} ${action}`));
      const idle = [...roles].flatMap(([name, statements]) =>
        statements
          .flatMap(({ actions }) => actions)
          .filter((action) => !called.has(`${name} ${action}`) && !isDependent(name, action))
          .map((action) => `${name}: ${action}`),
      );
      expect([...new Set(idle)].toSorted()).toEqual([]);
    });

    it('come with a table of dependent actions in which every row is needed', async () => {
      const cloud = cloudOf();
      const roles = await rolesOf(cloud.assembly);
      const called = new Set(callsOf(cloud, roles).map(({ caller, action }) => `${caller} ${action}`));
      const idle = DEPENDENT.filter(
        ({ of, action }) =>
          ![...roles].some(
            ([name, statements]) =>
              of.test(name) && statements.some(({ actions }) => actions.includes(action)) && !called.has(`${name} ${action}`),
          ),
      );
      expect(idle.map(({ of, action }) => `${of}: ${action}`)).toEqual([]);
    });
  });
}

type OwnCall = Call & { readonly caller: string };

/** Calls of the control plane's own functions; the agents have roles of their own. */
function callsOf({ gateway }: Cloud, roles: ReadonlyMap<string, unknown>): readonly OwnCall[] {
  return gateway.calls.filter((call): call is OwnCall => call.caller !== null && roles.has(call.caller));
}

const isDependent = (name: string, action: string): boolean =>
  [...DEPENDENT, ...UNPLAYED].some((row) => row.of.test(name) && row.action === action);
