import { call } from '../../../lab/network/call.ts';
import { openDomain } from '../../../lab/ports/domain.ts';
import { option, regionOfBalancer, type Typed } from './typed.ts';

/** Sends a request to the load balancer that `--connect-to` or DNS leads to; the lab has neither TLS nor certificates to fetch. */
export async function curl(typed: Typed): Promise<string> {
  const { words, lab, application, config } = typed;
  const url = new URL(words.at(words[0] === '-fsS' ? -1 : 0) ?? '');
  if (url.hostname === 'truststore.pki.rds.amazonaws.com') return '';
  if (url.hostname !== application.domain) throw new Error(`The lab has no ${url.hostname}.`);
  const region = words.includes('--connect-to')
    ? regionOfBalancer(typed, option(words, '--connect-to').split(':')[2] ?? '')
    : await openDomain(lab.addresses, application.domain, config.regions).answers();
  const balancer = lab.addresses.regions[region ?? '']?.balancer;
  if (balancer === undefined) throw new Error(`Nothing answers for ${url.hostname}.`);
  const { status, body } = await call(`${balancer}${url.pathname}`, {
    headers: { host: application.domain },
    timeoutMs: 5_000,
    ...(words.includes('-d') ? { method: 'POST' as const, body: JSON.parse(option(words, '-d')) } : {}),
  });
  if (status >= 400) throw new Error(`The requested URL returned error: ${status} ${body}`);
  return words.includes('-o') ? '' : `${body}\n`;
}
