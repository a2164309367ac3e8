import type { LocalSlack } from '../../../lab/slack/local-slack.ts';
import type { LabWorld } from '../../../lab/world.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { makeCertificates } from '../names/certificates.ts';
import { serveNames } from '../names/dns-server.ts';
import { type Door, openTlsDoor } from '../names/doors.ts';
import { openDatabaseDoor } from '../rds-front/database-door.ts';
import { logInTo } from './log-in.ts';
import { openSite, type Site } from './site.ts';

const SIDES = ['primary', 'dr'] as const;

/** What is reached by name: load balancers, databases, Slack, and the name servers that failover records are served from. */
export interface Internet {
  readonly authority: string;
  /** Ports of 127.0.0.1 by `host:port`. */
  readonly ports: Readonly<Record<string, number>>;
  readonly nameServer: number;
  siteOf(application: Application): Site;
  close(): Promise<void>;
}

/** What stands behind the names. */
export interface InternetOptions {
  readonly folder: string;
  readonly config: Config;
  readonly slack: LocalSlack;
  /** The world of the application that something is named after. */
  readonly worldOf: (name: string) => LabWorld;
  /** Told of every login to a database. */
  readonly onLogin: (login: Login) => void;
}

/** A function that is let in to a database of a Region, as a role of it. */
export interface Login {
  readonly region: string;
  readonly signer: string | null;
  readonly user: string;
}

/** The host name of an instance's endpoint. */
export const databaseHost = (id: string, region: string): string => `${id}.c1emulated.${region}.rds.amazonaws.com`;

/** Opens it: TLS everywhere, with certificates for the names that the platform asks for. */
export async function openInternet({ folder, config, slack, worldOf, onLogin }: InternetOptions): Promise<Internet> {
  const applications = Object.keys(config.applications).map((id) => applicationOf(config, id));
  const databases = SIDES.map((side) => databaseHost('*', config.regions[side]));
  const names = [...applications.map(({ domain }) => domain), 'slack.com', ...databases];
  const certificates = await makeCertificates(folder, names);

  const doors: Door[] = [];
  const ports: Record<string, number> = {};
  const lead = async (door: Promise<Door>, ...to: readonly string[]): Promise<void> => {
    const opened = await door;
    doors.push(opened);
    for (const name of to) ports[name] = opened.port;
  };
  await lead(
    openTlsDoor(certificates, () => Number(new URL(slack.apiUrl).port)),
    'slack.com:443',
  );
  for (const side of SIDES) {
    const region = config.regions[side];
    const letIn = (signer: string | null, user: string): void => onLogin({ region, signer, user });
    const door = openDatabaseDoor(certificates, { region, logIn: logInTo(worldOf, region), letIn });
    await lead(door, `${databaseHost('*', region)}:5432`);
  }
  const sites = new Map<string, Site>();
  for (const [index, application] of applications.entries()) {
    const { id } = application;
    sites.set(id, await openSite({ config, application, index, world: () => worldOf(id), certificates, lead }));
  }
  const all = [...sites.values()];
  const dns = await serveNames(Object.assign({}, ...all.map(({ zone }) => zone)));
  return {
    authority: certificates.authority,
    ports,
    nameServer: dns.port,
    siteOf: ({ id }) => {
      const site = sites.get(id);
      if (site === undefined) throw new Error(`Nothing is named after ${id}.`);
      return site;
    },
    close: async () => {
      for (const site of all) site.stop();
      await dns.close();
      await Promise.all(doors.map((door) => door.close()));
    },
  };
}
