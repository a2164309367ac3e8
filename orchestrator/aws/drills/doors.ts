import type { Door } from '../../agent/request.ts';
import type { Doors } from '../../agent/try-tasks.ts';
import type { Application } from '../../config.ts';
import { Refused, Unavailable } from '../../domain/errors.ts';
import { applicationOnAws } from '../deployment.ts';
import type { FoundTask } from './tasks.ts';

/** The port of a service, and the paths that the load balancer sends to it; none: what nobody else takes. */
export type Route = Pick<NonNullable<NonNullable<Application['aws']>['drill']>[string], 'port' | 'paths'>;

/** What is known of the services of an application: from how they are made here, or else from `drill` in dr.yml. */
export function routesOf(application: Application): Readonly<Record<string, Route>> {
  const { create, drill } = applicationOnAws(application);
  return create?.services ?? drill ?? {};
}

/** Where the paths of the probe are answered by the tasks of a drill, as the load balancer would lead there. */
export function doorsOf(application: Application, tasks: readonly FoundTask[]): Doors {
  const { probe } = applicationOnAws(application);
  const routes = Object.entries(routesOf(application));
  const doorOf = (path: string): Door => {
    const [service, route] =
      routes.find(([, { paths }]) => paths.some((pattern) => matches(pattern, path))) ??
      routes.find(([, { paths }]) => paths.length === 0) ??
      [];
    if (service === undefined || route === undefined) throw new Refused(`dr.yml says of no service that it answers ${path}.`);
    const address = tasks.find((task) => task.service === service && task.state === 'running')?.address ?? null;
    if (address === null) throw new Unavailable(`No task of ${service} runs in the drill yet.`);
    return { address, port: route.port, path };
  };
  return { reads: probe.reads.map(doorOf), writes: doorOf(probe.writes) };
}

/** A pattern of a load balancer: `*` is anything. */
function matches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}
