import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { askFor } from '../../orchestrator/aws/errors.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';

/** Who deploys, as AWS knows them. */
export interface Caller {
  readonly account: string;
  /** Such as arn:aws:sts::123456789012:assumed-role/Administrator/rosa. */
  readonly arn: string;
}

/** Asks AWS whose credentials these are: nobody needs a permission for that. */
export async function callerOf(options: STSClientConfig): Promise<Caller> {
  const { Account, Arn } = await askFor('STS', () => credentialed(new STSClient(options)));
  if (Account === undefined || Arn === undefined) throw new Error('STS answered without an account.');
  return { account: Account, arn: Arn };
}

async function credentialed(client: STSClient) {
  try {
    return await client.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    if ((error as Error).name !== 'CredentialsProviderError') throw error;
    throw new Refused('There are no AWS credentials here. Log in as for `aws sts get-caller-identity`, then deploy again.', {
      cause: error,
    });
  }
}
