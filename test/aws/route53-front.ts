import known from '../../orchestrator/aws/route53-healthchecks.json' with { type: 'json' };
import type { Front } from './gateway/gateway.ts';

/** Route 53, which also tells where it checks from: ministack does not. */
export const route53Front: Front = async ({ action }, ask) => {
  if (action !== 'route53:GetCheckerIpRanges') return ask();
  const members = [...known.ipv4, ...known.ipv6].map((range) => `<member>${range}</member>`).join('');
  const body = `<GetCheckerIpRangesResponse><CheckerIpRanges>${members}</CheckerIpRanges></GetCheckerIpRangesResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
};
