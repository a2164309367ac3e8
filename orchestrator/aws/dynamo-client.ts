import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { within } from './patience.ts';

/**
 * The client for the platform's records. Slack has to be answered within 3 s and a listener makes several calls, so one
 * attempt ends after 200 ms without a connection or 800 ms without an answer (DynamoDB takes single-digit ms), and is
 * made at most twice; what then escapes is `Unavailable` and whoever asked asks again.
 */
export function dynamoClient(
  options: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'> = {},
): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    ...options,
    maxAttempts: 2,
    requestHandler: within(200, 800),
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
