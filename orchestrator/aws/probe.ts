import { randomUUID } from 'node:crypto';
import type { Application, Config } from '../config.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Probe, ProbeReading } from '../ports/world.ts';
import { applicationOnAws, sideOf } from './deployment.ts';
import { openPath, type Reply, type Sent } from './path.ts';
import type { PermissionsOf } from './permissions.ts';
import { type Locate, located } from './whereabouts.ts';

/**
 * Requests as a user makes them, to a load balancer by its own name or to the address that DNS gives for the domain: with the
 * domain as Host and as the name on the certificate, which is verified.
 */
export function httpsProbe(config: Config, application: Application, locate: Locate): Probe {
  const { balancers, probe } = applicationOnAws(application);

  const through = async (url: URL, region: string | null): Promise<ProbeReading> => {
    const path = openPath(url, application.domain);
    const send = (where: string, sent?: Sent): Promise<Reply> => path(where, sent).catch((cause: Error) => fail(url, cause));
    const id = `probe-${randomUUID()}`;
    const [reads, placed] = await Promise.all([
      Promise.all(probe.reads.map((where) => send(where))),
      send(probe.writes, { method: 'POST', body: { id, customer: 'probe' } }),
    ]);
    const writeOk = placed.status === 201 && (await send(`${probe.writes}/${id}`)).status === 200;
    const served = reads.find(({ region: said }) => said !== null)?.region ?? placed.region ?? region;
    if (served === null) throw new Unavailable(`What answers at ${url.host} does not say in which Region it is.`);
    return { region: served, readOk: reads.every(({ status }) => status === 200), writeOk };
  };

  return {
    throughBalancer: async (region) => through(new URL(balancers[sideOf(config, region)].url), region),
    throughDomain: async () => {
      const { address, region } = await located(locate, application.domain);
      const url = new URL(balancers[region === config.regions.dr ? 'dr' : 'primary'].url);
      url.hostname = address;
      return through(url, region);
    },
  };
}

/** A certificate that does not fit is for people to mend; whatever else fails on the way may pass. */
function fail(url: URL, cause: Error & { code?: string }): never {
  const isCertificate = /CERT|TLS_ALTNAME|SELF_SIGNED|UNABLE_TO/.test(cause.code ?? '');
  if (isCertificate) throw new Refused(`The certificate at ${url.host} does not fit: ${cause.message}.`, { cause });
  throw new Unavailable(`The load balancer at ${url.host} does not answer: ${cause.message}.`, { cause });
}

/** A probe is what anybody may do. */
export const probePermissions: PermissionsOf<Probe> = { throughBalancer: [], throughDomain: [] };
