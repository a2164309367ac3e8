import { setTimeout as sleep } from 'node:timers/promises';
import type { Application, Config } from '../config.ts';
import type { Clock, World } from '../ports/world.ts';
import { lambdaAgent } from './agent.ts';
import type { Clients } from './clients.ts';
import { rdsDatabase } from './database.ts';
import { platformOnAws } from './deployment.ts';
import { type Dns, openDns, openDomain } from './domain.ts';
import { awsDrills } from './drills/drills.ts';
import { httpsProbe } from './probe.ts';
import { awsReadiness } from './readiness/readiness.ts';
import { rdsRebuild } from './rebuild/rebuild.ts';
import { ecsServices } from './services.ts';
import { s3Storage } from './storage.ts';
import { awsTraffic } from './traffic.ts';
import { locator } from './whereabouts.ts';

/** The application's two Regions on AWS, as the platform reaches them from the control Region. */
export function awsWorld(config: Config, application: Application, clients: Clients, dns: Dns = openDns()): World {
  const domain = openDomain(application.domain, platformOnAws(config).hostedZone.name, dns);
  const locate = locator(config, application, domain, dns);
  const clock: Clock = { now: Date.now, sleep: (ms) => sleep(ms) };
  return {
    clock,
    database: rdsDatabase(config, application, clients),
    agent: lambdaAgent(config, application, clients),
    services: ecsServices(config, application, clients),
    traffic: awsTraffic(config, application, clients, locate, clock),
    probe: httpsProbe(config, application, locate),
    storage: s3Storage(config, application, clients, Date.now),
    readiness: awsReadiness(config, application, clients),
    drills: awsDrills(config, application, clients, Date.now),
    rebuild: rdsRebuild(config, application, clients),
  };
}
