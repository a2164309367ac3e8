import type { Application, Config } from '../../config.ts';
import { isExpected } from '../../domain/errors.ts';
import type { Move } from '../../domain/region.ts';
import type { Readiness } from '../../ports/world.ts';
import { lostChild, lostChildPermissions } from '../calculated-check.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws } from '../deployment.ts';
import type { PermissionsOf } from '../permissions.ts';
import { checkerPermissions, unknownCheckers } from './checkers.ts';
import { imagePermissions, missingImages } from './images.ts';
import { keepAlivePermissions, longKeepAlives } from './keep-alive.ts';
import { managedPasswords, masterPasswordPermissions } from './master-password.ts';
import { quotaPermissions, smallerQuotas } from './quotas.ts';
import { missingReplication, replicationPermissions } from './replication.ts';
import { unversionedBuckets, versioningPermissions } from './versioning.ts';

/** What would be in the way in the target Region although everything there answers; a check that fails is a finding itself. */
export function awsReadiness(config: Config, application: Application, clients: Clients): Readiness {
  const checks: Readonly<Record<string, (move: Move) => Promise<readonly string[]>>> = {
    'the images': (move) => missingImages(config, application, clients, move),
    'the quotas': (move) => smallerQuotas(clients, move),
    'the copying of objects': (move) => missingReplication(config, application, clients, move),
    'the versions of objects': (move) => unversionedBuckets(config, application, clients, move),
    'the load balancers': (move) => longKeepAlives(config, application, clients, move),
    'the master passwords': (move) => managedPasswords(config, application, clients, move),
    'the health checks': () => lostChild(application, clients),
    'the addresses of the health checkers': () => unknownCheckers(application, clients),
    'the way of the traffic': async () => wayOfTraffic(application),
  };
  return {
    risks: async (move) => {
      const found = Object.entries(checks).map(async ([what, check]) => {
        try {
          return await check(move);
        } catch (error) {
          if (isExpected(error)) return [`${what} for ${move.to} could not be checked: ${error.message.replace(/\.$/, '')}`];
          throw error;
        }
      });
      return (await Promise.all(found)).flat();
    },
  };
}

const wayOfTraffic = (application: Application): readonly string[] =>
  applicationOnAws(application).traffic === 'records'
    ? ['users are moved by changing records, which needs the control plane of Route 53 in us-east-1']
    : [];

/** What looking for risks needs. */
export const readinessPermissions: PermissionsOf<Readiness> = {
  risks: [
    ...imagePermissions,
    ...quotaPermissions,
    ...replicationPermissions,
    ...versioningPermissions,
    ...keepAlivePermissions,
    ...masterPasswordPermissions,
    ...lostChildPermissions,
    ...checkerPermissions,
  ],
};
