import { MarkAnswer, ObservationAnswer, TryAnswer } from '../../agent/request.ts';
import type { Application, Config } from '../../config.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { Drill, Drills } from '../../ports/drills.ts';
import { sendToAgents } from '../agent.ts';
import type { Clients } from '../clients.ts';
import { rdsCopies } from './copies.ts';
import { doorsOf, routesOf } from './doors.ts';
import { obstaclesOf } from './obstacles.ts';
import { ecsTasks } from './tasks.ts';

/** Drills on AWS: a replica of the Region's instance, tasks of ECS, and the Region's agent to look into both. */
export function awsDrills(config: Config, application: Application, clients: Clients, now: () => number): Drills {
  const copies = rdsCopies(config, application, clients);
  const tasks = ecsTasks(config, application, clients);
  const send = sendToAgents(config, application, clients);
  const hostOf = async (drill: Drill): Promise<string> => {
    const host = (await copies.look(drill))?.host ?? null;
    if (host === null) throw new Unavailable(`The copy of ${drill.run} in ${drill.region} has no address yet.`);
    return host;
  };

  return {
    obstacles: async (region, from) => {
      const [instance, missing] = await Promise.all([copies.source(region), tasks.missing(region)]);
      const unknown = Object.keys(application.services).filter((service) => routesOf(application)[service] === undefined);
      return [
        ...obstaclesOf(instance, region, from === 'replica' ? now() : null),
        ...missing.map((service) => `${region} has no service ${service}, which says how tasks of a drill are made`),
        ...unknown.map((service) => `dr.yml does not say under drill where ${service} answers`),
      ];
    },
    look: async (drill) => {
      const [copy, found] = await Promise.all([copies.look(drill), tasks.of(drill)]);
      return {
        database: copy && { state: copy.state, replicaOf: copy.replicaOf },
        tasks: found.map(({ service, state }) => ({ service, state })),
      };
    },
    copy: copies.copy,
    restore: copies.restore,
    promote: copies.promote,
    observe: async (drill) => send(drill.region, ObservationAnswer, { ask: 'observe', instance: await hostOf(drill) }),
    mark: async (drill, { run, epoch }) => {
      const request = { ask: 'mark', instance: await hostOf(drill), marker: { run, epoch } } as const;
      return (await send(drill.region, MarkAnswer, request)).flushLsn;
    },
    open: async (drill) => send(drill.region, ObservationAnswer, { ask: 'open', instance: await hostOf(drill) }),
    start: async (drill) => tasks.start(drill, await hostOf(drill)),
    probe: async (drill) => {
      const doors = doorsOf(application, await tasks.of(drill));
      const tried = await send(drill.region, TryAnswer, { ask: 'try', reads: [...doors.reads], writes: doors.writes });
      return { region: drill.region, ...tried };
    },
    remove: async (drill) => {
      await Promise.all([tasks.stop(drill), copies.remove(drill)]);
    },
    leftovers: async (region) => {
      const [tagged, found] = await Promise.all([copies.leftovers(region), tasks.list(region)]);
      return [...new Set([...tagged, ...found.map(({ run }) => run)])];
    },
  };
}
