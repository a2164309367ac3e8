import { type Listener, listen, readBody, sendJson } from '../../lab/network/listener.ts';

/** One secret and one bucket behind an endpoint of their own, in the words of Secrets Manager and S3. */
export interface AwsStandIn {
  readonly url: string;
  /** What the secret holds. */
  secret: { readonly username: string; readonly password: string };
  /** Objects by path, as they were put. */
  readonly objects: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export async function startAwsStandIn(secretId: string, secret: AwsStandIn['secret']): Promise<AwsStandIn> {
  const objects = new Map<string, string>();
  const listener: Listener = await listen(0, async (request, response) => {
    const body = await readBody(request);
    if (request.method === 'PUT') {
      objects.set(new URL(request.url ?? '', 'http://bucket').pathname, body);
      return void response.writeHead(200, { etag: '"one"' }).end();
    }
    const asked = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' ? JSON.parse(body).SecretId : null;
    if (asked !== secretId) return sendJson(response, 400, { __type: 'ResourceNotFoundException', message: 'no such secret' });
    sendJson(response, 200, { ARN: secretId, Name: secretId, VersionId: '1', SecretString: JSON.stringify(standIn.secret) });
  });
  const standIn: AwsStandIn = { url: `http://127.0.0.1:${listener.port}`, secret, objects, close: () => listener.close() };
  return standIn;
}
