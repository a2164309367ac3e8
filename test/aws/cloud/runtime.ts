import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the Lambdas of the test run on. */
export interface RuntimeOptions {
  readonly folder: string;
  /** The endpoint of every AWS API. */
  readonly endpoint: string;
  /** File of the authority that signed the certificates of the test's internet. */
  readonly authority: string;
  /** Ports of 127.0.0.1 by `host:port` of the test's internet. */
  readonly ports: Readonly<Record<string, number>>;
  /** Port of its name server. */
  readonly nameServer: number;
}

/**
 * Makes the program `node` that Lambdas are started with: Node itself on the test's network, with the function's name in the
 * user agent of every SDK call (https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html). Answers its folder.
 */
export async function makeRuntime({ folder, endpoint, authority, ports, nameServer }: RuntimeOptions): Promise<string> {
  const network = join(folder, 'network.json');
  await writeFile(network, JSON.stringify({ ports, nameServer: `127.0.0.1:${nameServer}` }));
  const bin = join(folder, 'runtime');
  await mkdir(bin);
  const preload = fileURLToPath(new URL('../names/preload.ts', import.meta.url));
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_SDK_UA_APP_ID: '$AWS_LAMBDA_FUNCTION_NAME',
    // A role's session has a token, which goes into what is signed for a database: here it is the function's name.
    AWS_SESSION_TOKEN: '$AWS_LAMBDA_FUNCTION_NAME',
    NODE_EXTRA_CA_CERTS: authority,
    // Amazon's image has the SDK, for functions that do not bring it: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
    NODE_PATH: fileURLToPath(new URL('../../../node_modules', import.meta.url)),
    TEST_NETWORK: network,
  };
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}="${value}"`);
  const node = join(bin, 'node');
  await writeFile(node, ['#!/bin/sh', ...exports, `exec "${process.execPath}" --import "${preload}" "$@"`, ''].join('\n'));
  await chmod(node, 0o755);
  return bin;
}
