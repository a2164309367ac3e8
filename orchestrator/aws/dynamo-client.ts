import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

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
    requestHandler: { connectionTimeout: 200, requestTimeout: 800, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
