import { forward } from '../gateway/http.ts';

/** Asks AWS services as the test itself, in the two protocols that need no SDK. */
export interface Aws {
  /** One operation in AWS's JSON protocol; `target` such as `AmazonSQS.ReceiveMessage`. */
  json(service: string, region: string, target: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  /** One operation in AWS's query protocol; answers the XML. */
  query(service: string, region: string, fields: Readonly<Record<string, string>>): Promise<string>;
  /** One request of a REST API; answers the body. */
  rest(service: string, region: string, method: string, path: string, body?: string | Buffer): Promise<string>;
}

/** Speaks to the endpoint as a user of the account. */
export function awsAt(endpoint: string, account: string): Aws {
  const send = async (
    where: { readonly service: string; readonly region: string },
    { method = 'POST', path = '/', headers = {}, body = '' as string | Buffer },
  ): Promise<string> => {
    const date = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
    const scope = `${account}/${date.slice(0, 8)}/${where.region}/${where.service}/aws4_request`;
    const signed = {
      host: new URL(endpoint).host,
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
      ...headers,
    };
    const reply = await forward({ method, path, headers: signed, body: Buffer.from(body) }, endpoint);
    const text = reply.body.toString('utf8');
    if (reply.status >= 300) throw new Error(`${where.service} in ${where.region} answered ${reply.status} to ${path}: ${text}`);
    return text;
  };
  return {
    json: async (service, region, target, input) => {
      const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
      const text = await send({ service, region }, { headers, body: JSON.stringify(input) });
      return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    },
    query: (service, region, fields) =>
      send(
        { service, region },
        { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() },
      ),
    rest: (service, region, method, path, body = '') =>
      send({ service, region }, { method, path, body, headers: { 'content-type': typeOf(body) } }),
  };
}

const typeOf = (body: string | Buffer): string => (body.toString().startsWith('<') ? 'application/xml' : 'application/json');
