import type { Application, Config } from '../../orchestrator/config.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { activeContext, leftContext } from '../active-side.ts';
import { look } from './look.ts';
import { type Roles, rolesOf } from './roles.ts';

/** What applications are looked at with. */
export interface Looking {
  readonly config: Config;
  readonly worldOf: (application: Application) => World;
  /** Tells the person at the terminal. */
  readonly say: (sentence: string) => void;
}

/** The roles of every application whose stacks are ours; what is not made by them is neither changed nor scaled by them. */
export async function rolesNow({ config, worldOf, say }: Looking): Promise<Readonly<Record<string, Roles>>> {
  const ours = Object.keys(config.applications)
    .map((id) => applicationOf(config, id))
    .filter(({ aws }) => aws?.create !== undefined);
  const seen = ours.map(async (application) => {
    const roles = rolesOf(config.regions, await look(config, application, worldOf(application)));
    const { primary } = config.regions;
    if (roles.active === null) say(`Where ${application.id} is active is not to be told; ${primary} is assumed.`);
    else if (roles.active !== primary) say(`${application.id} is active in ${roles.active}: its capacities follow.`);
    if (roles.left !== null) say(`${application.id} has left ${roles.left}: its services there stay stopped.`);
    return [application.id, roles] as const;
  });
  return Object.fromEntries(await Promise.all(seen));
}

/** The roles as `cdk synth` is told of them; what nobody can tell is left out. */
export const contextOf = (roles: Readonly<Record<string, Roles>>): readonly string[] =>
  Object.entries(roles).flatMap(([id, { active, left }]) => [
    ...(active === null ? [] : ['--context', `${activeContext(id)}=${active}`]),
    ...(left === null ? [] : ['--context', `${leftContext(id)}=${left}`]),
  ]);
