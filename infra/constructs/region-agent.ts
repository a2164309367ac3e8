import { Tags } from 'aws-cdk-lib';
import type { CfnFunction, Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AGENT_TIMEOUT_SECONDS, agentSessionPermissions } from '../../orchestrator/aws/agent-session.ts';
import type { Side } from '../../orchestrator/aws/deployment.ts';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import type { Application, Config } from '../../orchestrator/config.ts';
import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';
import { PlatformFunction } from './platform-function.ts';

/** What an agent is made of. */
export interface RegionAgentProps {
  readonly config: Config;
  readonly application: Application;
  readonly side: Side;
  /** The function's name in dr.yml. */
  readonly name: string;
  readonly network: { readonly subnets: readonly string[]; readonly securityGroup: string; readonly databaseHost: string };
  readonly code: Code;
}

/** What Lambda does in the name of a function that is inside a network: looking takes no resource, and the interfaces are yet to come. */
const IN_A_NETWORK: Permission = {
  actions: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: () => ['*'],
  source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html',
};

/** The agent of one application in one Region: in the database's network, and with no more rights than logging in to it. */
export class RegionAgent extends Construct {
  constructor(scope: Construct, id: string, { config, application, side, name, network, code }: RegionAgentProps) {
    super(scope, id);
    Tags.of(this).add(COST_TAG, application.id);
    const agent = new PlatformFunction(this, 'Agent', {
      name,
      description: `Asks the database of ${application.id} in this Region.`,
      code,
      config,
      permissions: [...agentSessionPermissions(side), IN_A_NETWORK],
      timeoutSeconds: AGENT_TIMEOUT_SECONDS,
      memory: 512,
      environment: {
        DR_APPLICATION: application.id,
        DR_DATABASE_HOST: network.databaseHost,
        // https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html: RDS's authorities come with the runtime.
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      },
    });
    const raw = agent.function.node.defaultChild as CfnFunction;
    raw.vpcConfig = { subnetIds: [...network.subnets], securityGroupIds: [network.securityGroup] };
  }
}
