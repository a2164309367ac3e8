import { connect } from 'node:net';
import { PUBLIC_ADDRESSES } from '../../../lab/dns/public-addresses.ts';
import { choose } from '../../../lab/dns/route53.ts';
import type { LabWorld } from '../../../lab/world.ts';
import { applicationOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { routesOf } from '../../../orchestrator/aws/drills/doors.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { bindTo } from '../lab-binding.ts';
import type { Certificates } from '../names/certificates.ts';
import type { Zone } from '../names/dns-server.ts';
import { type Door, openPlainDoor, openTlsDoor, passOn } from '../names/doors.ts';
import { taskAddress } from '../services-front/drill-tasks.ts';
import { type AliasRecord, followAlias } from './alias-record.ts';
import type { Aws } from './ask.ts';
import { type RecordCheck, startFlagChecks } from './flag-checks.ts';

const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };
const SIDES = ['primary', 'dr'] as const;

/** What is reached of one application by name: its load balancers, the tasks of its drills, and its domain. */
export interface Site {
  /** Its host names. */
  readonly zone: Zone;
  /** Starts the health checks of the flag objects, as soon as there is a bucket to ask and Route 53 knows of them. */
  checkFlags(s3: string, aws: Aws): void;
  /** Has the domain lead where its alias record in that zone does, whatever the health checks say; null: where these do again. */
  followRecord(aws: Aws, zone: string | null): void;
  stop(): void;
}

/** What stands behind the names. */
export interface SiteOptions {
  readonly config: Config;
  readonly application: Application;
  /** Tells the applications' public addresses apart. */
  readonly index: number;
  readonly world: () => LabWorld;
  readonly certificates: Certificates;
  /** Has a door lead to names such as `slack.com:443`. */
  readonly lead: (door: Promise<Door>, ...to: readonly string[]) => Promise<void>;
}

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

/** Opens the doors of an application's names. */
export async function openSite({ config, application, index, world, certificates, lead }: SiteOptions): Promise<Site> {
  const { balancers } = applicationOnAws(application);
  const hostOf = (side: Side): string => new URL(balancers[side].url).hostname;
  const addressOf = (side: Side): string => PUBLIC_ADDRESSES[side].replace(/\d+$/, (last) => String(Number(last) + index));
  const balancerOf = (side: Side) => (): number =>
    Number(new URL(world().addresses(NO_SLACK, 1).regions[config.regions[side]]?.balancer ?? '').port);
  for (const side of SIDES) {
    await lead(openTlsDoor(certificates, balancerOf(side)), `${hostOf(side)}:443`, `${addressOf(side)}:443`);
  }
  const services = Object.keys(application.services);
  for (const [service, { port }] of Object.entries(routesOf(application))) {
    await lead(openTaskDoor(world, config.regions.dr, service), `${taskAddress(services, service)}:${port}`);
  }

  let check: RecordCheck | null = null;
  let alias: AliasRecord | null = null;
  const sideOfUsers = (): Side => {
    if (alias !== null) return SIDES.find((side) => hostOf(side) === alias?.target()) ?? 'primary';
    return choose(check === null ? {} : { check }, {}) === 'PRIMARY' ? 'primary' : 'dr';
  };
  return {
    zone: {
      [application.domain]: () => addressOf(sideOfUsers()),
      ...Object.fromEntries(SIDES.map((side) => [hostOf(side), () => addressOf(side)])),
    },
    checkFlags: (s3, aws) => {
      check = startFlagChecks(s3, aws, config, application);
    },
    followRecord: (aws, zone) => {
      alias?.stop();
      alias = zone === null ? null : followAlias(aws, zone, application.domain);
    },
    stop: () => {
      check?.stop();
      alias?.stop();
    },
  };
}
