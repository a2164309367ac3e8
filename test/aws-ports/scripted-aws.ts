import { Readable } from 'node:stream';
import { awsClients, type Clients } from '../../orchestrator/aws/clients.ts';
import type { Connection } from '../../orchestrator/aws/patience.ts';

/** One request as it leaves the SDK. */
export interface Asked {
  /** Such as `rds`, `s3` or `lambda`: the first part of the host, or the service's own where the bucket comes first. */
  readonly service: string;
  readonly region: string;
  /** Such as `DescribeDBInstances`. */
  readonly operation: string;
  /** Fields of the request's body; of its path for the services whose requests are paths. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service answers over the wire. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers of AWS by operation; one that throws is a connection that breaks. */
export type Script = Readonly<Record<string, (asked: Asked) => Reply | Promise<Reply>>>;

/** AWS at the SDK's HTTP boundary: every request is recorded and answered from the script. */
export interface ScriptedAws {
  readonly connection: Connection;
  readonly clients: Clients;
  readonly asked: readonly Asked[];
  /** How often that was asked. */
  times(operation: string): number;
}

/** An AWS that knows only what the script says; anything else is a broken test. */
export function scriptedAws(script: Script, { maxAttempts }: Pick<Connection, 'maxAttempts'> = {}): ScriptedAws {
  const asked: Asked[] = [];
  const handle = async (request: Sent): Promise<unknown> => {
    const seen = toAsked(request);
    asked.push(seen);
    const answer = script[seen.operation];
    if (answer === undefined) throw new Error(`The script has no answer to ${seen.service}:${seen.operation}.`);
    const { status, body, headers = {} } = await answer(seen);
    return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
  };
  const connection: Connection = {
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' },
    requestHandler: { handle } as never,
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  };
  return {
    connection,
    clients: awsClients(connection),
    asked,
    times: (operation) => asked.filter((each) => each.operation === operation).length,
  };
}

/** JSON, as most services answer. */
export const json = (body: object): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
/** XML, as the query services and the REST ones of old do. */
export const xml = (body: string): Reply => ({ status: 200, headers: { 'content-type': 'text/xml' }, body });
/** An error of a JSON service. */
export const jsonFault = (status: number, name: string, message = 'As it says.'): Reply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name },
  body: JSON.stringify({ __type: name, message }),
});
/** An error of an XML service. */
export const xmlFault = (status: number, name: string, message = 'As it says.'): Reply => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
/** An error of S3, which wraps it in nothing. */
export const s3Fault = (status: number, name: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${name}</Code><Message>As it says.</Message></Error>`,
});
/** A connection that breaks. */
export const broken = (): Reply => {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
};
/** The answers one after the other; the last one again and again. */
export function inTurn(...answers: readonly ((asked: Asked) => Reply)[]): (asked: Asked) => Reply {
  let turn = 0;
  return (asked) => {
    const answer = answers[Math.min(turn++, answers.length - 1)];
    if (answer === undefined) throw new Error('There is no answer in turn.');
    return answer(asked);
  };
}

interface Sent {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function toAsked({ method, hostname, path, query: asks, headers, body }: Sent): Asked {
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
  const parts = hostname.split('.');
  const region = parts.findLast((part) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(part)) ?? 'us-east-1';
  const service = parts.includes('s3') ? 's3' : (parts[0] ?? '');
  const query = new URLSearchParams(text);
  const operation =
    headers['x-amz-target']?.split('.').at(-1) ?? query.get('Action') ?? restOperation(service, method, path, asks);
  const input = text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(query);
  return { service, region, operation, input, path, host: hostname, headers, body: text };
}

function restOperation(service: string, method: string, path: string, query: Sent['query']): string {
  if (service === 'lambda') return 'Invoke';
  if (service === 's3' && 'versioning' in query) return 'GetBucketVersioning';
  if (service === 's3') return { GET: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method] ?? method;
  if (path.endsWith('/rrset/') || path.endsWith('/rrset')) return 'ChangeResourceRecordSets';
  if (path.includes('/change/')) return 'GetChange';
  if (method === 'GET' && path.includes('/hostedzone/')) return 'GetHostedZone';
  if (path.endsWith('/checkeripranges')) return 'GetCheckerIpRanges';
  if (path.includes('/healthcheck/')) return method === 'GET' ? 'GetHealthCheck' : 'UpdateHealthCheck';
  return `${method} ${path}`;
}
