import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One question to a name server takes a few ms; a lost packet is worth one more. */
const ASKING = { timeout: 1_000, tries: 2 } as const;

/** Those of Route 53 answer within some tens of ms of one another, from anywhere: one that is slower than that has no say where another has. */
const SLOWER_BY_MS = 600;

/** The application's domain as Route 53 gives it out. */
export interface Domain {
  /** What each name server that answered gives; nothing when none can be asked, or the domain does not exist. */
  answers(): Promise<readonly (readonly string[])[]>;
}

/** DNS as this machine sees it; tests put a server of their own in its place. */
export interface Dns {
  /** IPv4 addresses of a name, asked of these servers, or of the machine's own without any. */
  resolve(name: string, servers?: readonly string[]): Promise<readonly string[]>;
  /** Host names, or addresses, of a zone's name servers. */
  nameServers(zone: string): Promise<readonly string[]>;
}

/** Real DNS, or everything from `servers` (`host:port`) where they are given. */
export function openDns(servers: readonly string[] = []): Dns {
  const resolver = (asked: readonly string[]): Resolver => {
    const made = new Resolver(ASKING);
    if (asked.length > 0) made.setServers(asked);
    return made;
  };
  return {
    resolve: async (name, asked = []) => {
      if (isIP(name) !== 0) return [name];
      return resolver(servers.length > 0 ? servers : asked).resolve4(name);
    },
    nameServers: (zone) => resolver(servers).resolveNs(zone),
  };
}

/**
 * Asks the zone's own name servers, each of them. TestDNSAnswer would ask Route 53's control plane in us-east-1, which may be
 * what is failing, and a resolver on the way would answer from its cache: this asks what users are given from now on.
 */
export function openDomain(name: string, zone: string, dns: Dns): Domain {
  let known: Promise<readonly (readonly string[])[]> | null = null;

  /** A zone keeps its name servers, so they are looked up once, and again only after that failed. */
  const servers = (): Promise<readonly (readonly string[])[]> => {
    known ??= dns
      .nameServers(zone)
      .then((hosts) => heard(hosts.map((host) => dns.resolve(host))))
      .catch(() => [])
      .then((found) => {
        if (found.length === 0) known = null;
        return found;
      });
    return known;
  };

  return { answers: async () => heard((await servers()).map((addresses) => dns.resolve(name, addresses))) };
}

/** What is answered: a name server that is silent, or knows no such name, has no say, and keeps nobody waiting once another has spoken. */
async function heard<T>(asked: readonly Promise<T>[]): Promise<readonly T[]> {
  const said: T[] = [];
  const listen = async (answer: Promise<T>, index: number): Promise<void> => {
    said[index] = await answer;
  };
  const all = asked.map(listen);
  await Promise.race([Promise.allSettled(all), sleep(SLOWER_BY_MS, undefined, { ref: false })]);
  if (said.length === 0) await Promise.any(all).catch(() => undefined);
  return Object.values(said);
}
