import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { within } from './patience.ts';

/**
 * The client for the platform's records. Slack has to be answered within 3 s and a listener makes several calls, so one
 * attempt ends after 200 ms without a connection or 800 ms without an answer (DynamoDB takes single-digit ms), and is
 * made at most twice; what then escapes is `Unavailable` and whoever asked asks again. A terminal far away is given more.
 */
export function dynamoClient(
  options: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials' | 'maxAttempts' | 'requestHandler'> = {},
): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ maxAttempts: 2, requestHandler: within(200, 800), ...options });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
