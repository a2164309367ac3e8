import known from '../../orchestrator/aws/route53-healthchecks.json' with { type: 'json' };
import type { Front } from './gateway/gateway.ts';
import type { Reply } from './gateway/http.ts';

/**
 * Route 53, which also tells where it checks from, takes the children of a check as the SDK writes them, and knows the zone that the account had
 * before: ministack does none of that.
 */
export const route53Front: Front = async ({ action }, ask, request) => {
  if (action === 'route53:GetHostedZone') return zone(request.path.split('/').at(-1) ?? '');
  if (action === 'route53:UpdateHealthCheck') return ask({ ...request, body: withReadableChildren(request.body) });
  if (action !== 'route53:GetCheckerIpRanges') return ask();
  const members = [...known.ipv4, ...known.ipv6].map((range) => `<member>${range}</member>`).join('');
  const body = `<GetCheckerIpRangesResponse><CheckerIpRanges>${members}</CheckerIpRanges></GetCheckerIpRangesResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
};

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html */
function zone(id: string): Reply {
  const body = `<GetHostedZoneResponse><HostedZone><Id>/hostedzone/${id}</Id><Name>my-projects-aws.site.</Name></HostedZone></GetHostedZoneResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

/** ministack looks for the text of an element of a list in another of its name. */
function withReadableChildren(body: Buffer): Buffer {
  const child = /<(ChildHealthCheck)>[^<]*<\/\1>/g;
  return Buffer.from(body.toString('utf8').replace(child, '<$1>$&</$1>'));
}
