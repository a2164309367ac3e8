import type { Request } from './http.ts';

/** How a REST API's requests map to IAM actions: by method, path and query. */
interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly action: string;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html: which operation needs which action
const S3: readonly Route[] = [
  { method: 'GET', path: /\?(.*&)?replication\b/, action: 'GetReplicationConfiguration' },
  { method: 'PUT', path: /\?(.*&)?replication\b/, action: 'PutReplicationConfiguration' },
  { method: 'GET', path: /\?(.*&)?versioning\b/, action: 'GetBucketVersioning' },
  { method: 'HEAD', path: /^\/[^/?]+\/?(\?.*)?$/, action: 'ListBucket' },
  { method: 'GET', path: /^\/[^/?]+\/?(\?.*)?$/, action: 'ListBucket' },
  { method: 'GET', path: /^\/[^/?]+\/.+/, action: 'GetObject' },
  { method: 'HEAD', path: /^\/[^/?]+\/.+/, action: 'GetObject' },
  { method: 'PUT', path: /^\/[^/?]+\/.+/, action: 'PutObject' },
  { method: 'DELETE', path: /^\/[^/?]+\/.+/, action: 'DeleteObject' },
];

const REST: Readonly<Record<string, readonly Route[]>> = {
  s3: S3,
  lambda: [{ method: 'POST', path: /\/functions\/[^/]+\/invocations/, action: 'InvokeFunction' }],
  route53: [
    { method: 'POST', path: /\/hostedzone\/[^/]+\/rrset/, action: 'ChangeResourceRecordSets' },
    { method: 'GET', path: /\/hostedzone\/[^/]+\/rrset/, action: 'ListResourceRecordSets' },
    { method: 'GET', path: /\/hostedzone\/[^/]+$/, action: 'GetHostedZone' },
    { method: 'GET', path: /\/change\//, action: 'GetChange' },
    { method: 'GET', path: /\/checkeripranges$/, action: 'GetCheckerIpRanges' },
    { method: 'GET', path: /\/healthcheck\/[^/]+$/, action: 'GetHealthCheck' },
    { method: 'POST', path: /\/healthcheck\/[^/]+$/, action: 'UpdateHealthCheck' },
  ],
};

/** Names the operation of a request in whichever of AWS's protocols it is made. */
export function actionOf(service: string, request: Request, parameters: Readonly<Record<string, unknown>>): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  const rpc = /\/service\/[^/]+\/operation\/([A-Za-z]+)/.exec(request.path);
  if (rpc?.[1] !== undefined) return rpc[1];
  if (typeof parameters.Action === 'string') return parameters.Action;
  const route = REST[service]?.find(({ method, path }) => method === request.method && path.test(request.path));
  return route?.action ?? `${request.method} ${request.path}`;
}
