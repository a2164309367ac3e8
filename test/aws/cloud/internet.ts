import { connect } from 'node:net';
import { PUBLIC_ADDRESSES } from '../../../lab/dns/public-addresses.ts';
import { choose } from '../../../lab/dns/route53.ts';
import type { LocalSlack } from '../../../lab/slack/local-slack.ts';
import type { LabWorld } from '../../../lab/world.ts';
import { applicationOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { routesOf } from '../../../orchestrator/aws/drills/doors.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { bindTo } from '../lab-binding.ts';
import { makeCertificates } from '../names/certificates.ts';
import { serveNames } from '../names/dns-server.ts';
import { type Door, openPlainDoor, openTlsDoor, passOn } from '../names/doors.ts';
import { openDatabaseDoor } from '../rds-front/database-door.ts';
import { taskAddress } from '../services-front/drill-tasks.ts';
import { type AliasRecord, followAlias } from './alias-record.ts';
import type { Aws } from './ask.ts';
import { type RecordCheck, startFlagChecks } from './flag-checks.ts';
import { logInTo } from './log-in.ts';

const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };
const SIDES = ['primary', 'dr'] as const;

/** What is reached by name: load balancers, databases, Slack, and the name servers that failover records are served from. */
export interface Internet {
  readonly authority: string;
  /** Ports of 127.0.0.1 by `host:port`. */
  readonly ports: Readonly<Record<string, number>>;
  readonly nameServer: number;
  /** Starts the health checks of the flag objects, as soon as there is a bucket to ask and Route 53 knows of them. */
  checkFlags(s3: string, aws: Aws): void;
  /** Has the domain lead where its alias record in that zone does, whatever the health checks say. */
  followRecord(aws: Aws, zone: string): void;
  close(): Promise<void>;
}

/** What stands behind the names. */
export interface InternetOptions {
  readonly folder: string;
  readonly config: Config;
  readonly application: Application;
  readonly slack: LocalSlack;
  readonly world: () => LabWorld;
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

/** Opens the port of a service's task in the one drill that is held in a Region. */
function openTaskDoor(world: () => LabWorld, region: string, service: string): Promise<Door> {
  const find = async (): Promise<number> => {
    const lab = bindTo(world());
    const [run = ''] = await lab.drills(region);
    return (await lab.drillPorts(region, run)).tasks[service] ?? 0;
  };
  return openPlainDoor((socket) => {
    find().then(
      (port) => passOn(socket, connect(port, '127.0.0.1')),
      () => socket.destroy(),
    );
  });
}

/** Opens it: TLS everywhere, with certificates for the names that the platform asks for. */
export async function openInternet({ folder, config, application, slack, world, onLogin }: InternetOptions): Promise<Internet> {
  const { balancers } = applicationOnAws(application);
  const databases = SIDES.map((side) => databaseHost('*', config.regions[side]));
  const names = [application.domain, 'slack.com', ...databases];
  const certificates = await makeCertificates(folder, names);
  const balancerOf = (side: 'primary' | 'dr') => (): number =>
    Number(new URL(world().addresses(NO_SLACK, 1).regions[config.regions[side]]?.balancer ?? '').port);

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
    const host = new URL(balancers[side].url).hostname;
    await lead(openTlsDoor(certificates, balancerOf(side)), `${host}:443`, `${PUBLIC_ADDRESSES[side]}:443`);
  }
  for (const side of SIDES) {
    const region = config.regions[side];
    const letIn = (signer: string | null, user: string): void => onLogin({ region, signer, user });
    const door = openDatabaseDoor(certificates, { region, logIn: logInTo(world, region), letIn });
    await lead(door, `${databaseHost('*', region)}:5432`);
  }
  const services = Object.keys(application.services);
  for (const service of services) {
    const { port } = routesOf(application)[service] ?? { port: 80 };
    await lead(openTaskDoor(world, config.regions.dr, service), `${taskAddress(services, service)}:${port}`);
  }

  let check: RecordCheck | null = null;
  let alias: AliasRecord | null = null;
  const sideOfUsers = (): Side => {
    if (alias !== null) return SIDES.find((side) => new URL(balancers[side].url).hostname === alias?.target()) ?? 'primary';
    return choose(check === null ? {} : { check }, {}) === 'PRIMARY' ? 'primary' : 'dr';
  };
  const dns = await serveNames({
    [application.domain]: () => PUBLIC_ADDRESSES[sideOfUsers()],
    ...Object.fromEntries(SIDES.map((side) => [new URL(balancers[side].url).hostname, () => PUBLIC_ADDRESSES[side]])),
  });
  return {
    authority: certificates.authority,
    ports,
    nameServer: dns.port,
    checkFlags: (s3, aws) => {
      check = startFlagChecks(s3, aws, config, application);
    },
    followRecord: (aws, zone) => {
      alias = followAlias(aws, zone, application.domain);
    },
    close: async () => {
      check?.stop();
      alias?.stop();
      await dns.close();
      await Promise.all(doors.map((door) => door.close()));
    },
  };
}
