import known from '../../orchestrator/aws/route53-healthchecks.json' with { type: 'json' };
import type { Front } from './gateway/gateway.ts';

/** Route 53, which also tells where it checks from, and takes the children of a check as the SDK writes them: ministack does neither. */
export const route53Front: Front = async ({ action }, ask, request) => {
  if (action === 'route53:UpdateHealthCheck') return ask({ ...request, body: withReadableChildren(request.body) });
  if (action !== 'route53:GetCheckerIpRanges') return ask();
  const members = [...known.ipv4, ...known.ipv6].map((range) => `<member>${range}</member>`).join('');
  const body = `<GetCheckerIpRangesResponse><CheckerIpRanges>${members}</CheckerIpRanges></GetCheckerIpRangesResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
};

/** ministack looks for the text of an element of a list in another of its name. */
function withReadableChildren(body: Buffer): Buffer {
  const child = /<(ChildHealthCheck)>[^<]*<\/\1>/g;
  return Buffer.from(body.toString('utf8').replace(child, '<$1>$&</$1>'));
}
