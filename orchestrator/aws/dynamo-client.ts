import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PATIENCE_WITH_RECORDS } from './patience.ts';

/**
 * The client for the platform's records. What escapes after its patience is `Unavailable`, and whoever asked asks again. A
 * terminal far away is given more.
 */
export function dynamoClient(
  options: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials' | 'maxAttempts' | 'requestHandler'> = {},
): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ ...PATIENCE_WITH_RECORDS, ...options });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
