import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { openPath } from '../../orchestrator/aws/path.ts';
import { httpsProbe } from '../../orchestrator/aws/probe.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { config, dr, shop } from './shop.ts';

const trusted = getCACertificates('default');
const stops: (() => void)[] = [];
afterEach(() => {
  setDefaultCACertificates(trusted);
  for (const stop of stops.splice(0)) stop();
});

/** A certificate for that name, signed by itself; `openssl` is part of every system this runs on. */
function certificateFor(name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert];
  const said = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...made, ...said], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

/** A load balancer with that certificate, reached by its address. */
async function balancer(certificate: { readonly key: string; readonly cert: string }): Promise<URL> {
  const server = createServer(certificate, (_, response) => void response.writeHead(200, { 'x-region': dr }).end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const trust = ({ cert }: { readonly cert: string }): void => setDefaultCACertificates([...trusted, cert]);

function throughDr(url: URL) {
  const balancers = { ...shop.aws.balancers, dr: { name: 'shop', url: url.href } };
  return httpsProbe(config, { ...shop, aws: { ...shop.aws, balancers } }, async () => null).throughBalancer(dr);
}

describe('the certificate of a load balancer', () => {
  it('is good when it is for the domain, whatever address it was reached by', async () => {
    const certificate = certificateFor(shop.domain);
    trust(certificate);
    expect(await openPath(await balancer(certificate), shop.domain)('/')).toEqual({ status: 200, region: dr });
  });

  it('is refused when nobody trustworthy signed it', async () => {
    await expect(throughDr(await balancer(certificateFor(shop.domain)))).rejects.toThrow(Refused);
  });

  it('is refused when it is for another name, because users would be', async () => {
    const certificate = certificateFor('other.example.com');
    trust(certificate);
    await expect(throughDr(await balancer(certificate))).rejects.toThrow(/The certificate at .* does not fit/);
  });

  it('is not blamed when the connection breaks', async () => {
    const url = await balancer(certificateFor(shop.domain));
    for (const stop of stops.splice(1)) stop();
    await expect(throughDr(url)).rejects.toThrow(Unavailable);
  });
});
