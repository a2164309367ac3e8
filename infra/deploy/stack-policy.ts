import { CloudFormationClient, type CloudFormationClientConfig, SetStackPolicyCommand } from '@aws-sdk/client-cloudformation';
import { askFor } from '../../orchestrator/aws/errors.ts';
import type { DeployedStack } from './stacks.ts';

/**
 * What no update of a stack with a database may do: delete or replace the instance, whatever its template says. A policy that
 * denies something denies all that it does not allow.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export const DATABASE_POLICY = {
  Statement: [
    {
      Effect: 'Deny',
      Principal: '*',
      Action: ['Update:Replace', 'Update:Delete'],
      Resource: '*',
      Condition: { StringEquals: { ResourceType: ['AWS::RDS::DBInstance'] } },
    },
    { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' },
  ],
} as const;

/** Puts the policy on a stack, where it stands until somebody puts another one; false where there is no such stack. */
export type Protect = (stack: DeployedStack) => Promise<boolean>;

/** Puts it through CloudFormation of the stack's Region. */
export function protectOnAws(options: CloudFormationClientConfig = {}): Protect {
  return async ({ name, region }) => {
    const client = new CloudFormationClient({ ...options, region });
    const command = new SetStackPolicyCommand({ StackName: name, StackPolicyBody: JSON.stringify(DATABASE_POLICY) });
    return askFor(`The stack policy of ${name} in ${region}`, async () => {
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    });
  };
}

/** CloudFormation has no error of its own for it. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
