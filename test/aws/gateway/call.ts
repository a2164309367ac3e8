import { actionOf } from './action.ts';
import type { Request } from './http.ts';
import { resourcesOf } from './resource.ts';

/** One call of an AWS API, as IAM would name it. */
export interface Call {
  /** The function that made it, by the application id in its user agent; null for the test's own. */
  readonly caller: string | null;
  /** By the credential scope of its signature: `rds`, `elasticloadbalancing`, `monitoring`, … */
  readonly signedFor: string;
  readonly region: string;
  /** `rds:PromoteReadReplica`. */
  readonly action: string;
  /** What it acts on, as ARNs; `*` where the action knows none. */
  readonly resources: readonly string[];
  /** Its parameters: a JSON body, or the fields of a form. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Service prefixes of IAM that differ from the name in the credential scope. */
const PREFIX: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Reads what a signed request asks for; null for one without a signature. */
export function toCall(request: Request, account: string): Call | null {
  const { authorization = '', 'user-agent': agent = '', 'x-amz-user-agent': browser } = request.headers;
  const scope = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(authorization);
  if (scope === null) return null;
  const [, region = '', signedFor = ''] = scope;
  const caller = /\bapp\/([A-Za-z0-9_-]+)/.exec(`${agent} ${browser}`)?.[1] ?? null;
  const parameters = parametersOf(request);
  const operation = actionOf(signedFor, request, parameters);
  const known = { caller, signedFor, region, action: `${PREFIX[signedFor] ?? signedFor}:${operation}`, parameters };
  return { ...known, resources: resourcesOf({ signedFor, region, account, operation, parameters, path: request.path }) };
}

function parametersOf({ headers, body }: Request): Call['parameters'] {
  const type = String(headers['content-type'] ?? '');
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  if (!type.includes('json') || body.length === 0) return {};
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  return typeof parsed === 'object' && parsed !== null ? (parsed as Call['parameters']) : {};
}

/** A login to a database as IAM would name it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html */
export function toLogin(caller: string | null, region: string, account: string, user: string): Call {
  const resources = [`arn:aws:rds-db:${region}:${account}:dbuser:db-EMULATED/${user}`];
  return { caller, signedFor: 'rds-db', region, action: 'rds-db:connect', resources, parameters: {} };
}
