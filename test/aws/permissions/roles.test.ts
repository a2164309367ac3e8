import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesIn } from './roles.ts';

const CODE = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'dr-close', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const STATEMENT = { Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:us-east-2:123456789012:news' };
const inItself = { Policies: [{ PolicyDocument: { Statement: [STATEMENT] } }] };
const role = (properties: object) => ({ Code: CODE, Role: { Type: 'AWS::IAM::Role', Properties: properties } });

describe('the roles of a template', () => {
  let assembly: string;
  beforeAll(async () => {
    assembly = await mkdtemp(join(tmpdir(), 'roles-'));
  });
  afterAll(() => rm(assembly, { recursive: true }));
  const read = async (resources: object) => {
    await writeFile(join(assembly, 'dr.template.json'), JSON.stringify({ Resources: resources }));
    return rolesIn(assembly, 'dr', 'us-east-2');
  };

  it('are read with what they allow', async () => {
    expect(await read(role(inItself))).toEqual([
      {
        of: 'dr-close',
        region: 'us-east-2',
        statements: [{ actions: ['sns:Publish'], resources: [STATEMENT.Resource], leadingKeys: null }],
      },
    ]);
  });

  it.each([
    ['a managed policy', role({ ...inItself, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })],
    [
      'a policy of its own',
      { ...role(inItself), Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }] } } },
    ],
  ])('are refused with %s, which is not compared', async (_, resources) => {
    await expect(read(resources)).rejects.toThrow('The role of dr-close has policies beside its own.');
  });

  it('are refused where the template does not have the role', async () => {
    await expect(read({ Code: CODE })).rejects.toThrow('The role of dr-close is not in dr.');
  });

  it('are refused that forbid, which nobody compares either', async () => {
    const denies = { Policies: [{ PolicyDocument: { Statement: [{ ...STATEMENT, Effect: 'Deny' }] } }] };
    await expect(read(role(denies))).rejects.toThrow('only allow');
  });
});
