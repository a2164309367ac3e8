import { describe, expect, it } from 'vitest';
import { DATABASE_POLICY, protectOnAws } from '../../../infra/deploy/stack-policy.ts';
import { scriptedAws, xml, xmlFault } from '../../aws-ports/scripted-aws.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*';
  readonly Action: string | readonly string[];
  readonly Resource: '*';
  readonly Condition?: { readonly StringEquals: { readonly ResourceType: readonly string[] } };
}

/**
 * Whether CloudFormation lets an update do that under a policy: what is denied is denied, whatever else allows it, and what
 * nothing allows is denied too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
function isAllowed(policy: { readonly Statement: readonly Statement[] }, action: string, type: string): boolean {
  const matches = ({ Action, Condition }: Statement) =>
    [Action].flat().some((pattern) => pattern === action || pattern === 'Update:*') &&
    (Condition === undefined || Condition.StringEquals.ResourceType.includes(type));
  const effects = new Set(policy.Statement.filter(matches).map(({ Effect }) => Effect));
  return effects.has('Allow') && !effects.has('Deny');
}

const stack = { name: 'shop-data-us-west-2', region: 'us-west-2', application: 'shop', hasDatabase: true, hasServices: false };

describe('the policy of a stack with a database', () => {
  it.each([
    ['Update:Modify', 'AWS::RDS::DBInstance', true],
    ['Update:Replace', 'AWS::RDS::DBInstance', false],
    ['Update:Delete', 'AWS::RDS::DBInstance', false],
    ['Update:Modify', 'AWS::RDS::DBParameterGroup', true],
    ['Update:Replace', 'AWS::RDS::DBParameterGroup', true],
    ['Update:Delete', 'AWS::SecretsManager::Secret', true],
  ])('lets %s of a %s happen: %s', (action, type, allowed) => {
    expect(isAllowed(DATABASE_POLICY, action, type)).toBe(allowed);
  });

  it('is set through CloudFormation of the Region of the stack', async () => {
    const aws = scriptedAws({ SetStackPolicy: () => xml('<SetStackPolicyResponse/>') });
    expect(await protectOnAws(aws.connection)(stack)).toBe(true);
    const [asked] = aws.asked;
    expect(asked?.host).toContain('us-west-2');
    expect(asked?.input.StackName).toBe(stack.name);
    expect(JSON.parse(String(asked?.input.StackPolicyBody))).toEqual(DATABASE_POLICY);
  });

  it('is not set on a stack that is not there yet', async () => {
    const missing = xmlFault(400, 'ValidationError', 'Stack [shop-data-us-west-2] does not exist');
    expect(await protectOnAws(scriptedAws({ SetStackPolicy: () => missing }).connection)(stack)).toBe(false);
  });

  it('that cannot be set is told with the name of the stack', async () => {
    const aws = scriptedAws({ SetStackPolicy: () => xmlFault(403, 'AccessDenied', 'Not you.') });
    await expect(protectOnAws(aws.connection)(stack)).rejects.toThrow(
      'The stack policy of shop-data-us-west-2 in us-west-2 fails: Not you (AccessDenied).',
    );
  });
});
