import { Tags } from 'aws-cdk-lib';
import type { CfnFunction, Code, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AgentRequest, Duty } from '../../orchestrator/agent/request.ts';
import { agentFunctionName } from '../../orchestrator/aws/agent.ts';
import { AGENT_TIMEOUT_SECONDS, agentSessionPermissions } from '../../orchestrator/aws/agent-session.ts';
import type { Side } from '../../orchestrator/aws/deployment.ts';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import { recordedWriterPermissions } from '../../orchestrator/aws/records/recorded-writer.ts';
import type { Application, Config } from '../../orchestrator/config.ts';
import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';
import { EachMinute } from './each-minute.ts';
import { PlatformFunction } from './platform-function.ts';

/** What an agent is made of. */
export interface RegionAgentProps {
  readonly config: Config;
  readonly application: Application;
  /** Which of the application's Regions this is. */
  readonly side: Side;
  /** The agent's name in dr.yml: that of the function that looks. */
  readonly name: string;
  readonly network: { readonly subnets: readonly string[]; readonly securityGroup: string; readonly databaseHost: string };
  readonly code: Code;
}

/** What Lambda does in the name of a function that is inside a network: looking takes no resource, and the interfaces are yet to come. */
export const IN_A_NETWORK: Permission = {
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

/**
 * The agent of one application in one Region, in the database's network: a function that looks and one that acts, with no more
 * rights than logging in to the Region's databases and, to act, reading at home who the writer is. Each minute the one looks
 * after the Region; the other looks, so that Lambda does not put it to sleep.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
export class RegionAgent extends Construct {
  constructor(scope: Construct, id: string, props: RegionAgentProps) {
    super(scope, id);
    const { application, side, name } = props;
    Tags.of(this).add(COST_TAG, application.id);
    const look = this.#add(props, 'look', 'Looks at', []);
    const act = this.#add(props, 'act', 'Fences, opens and marks', recordedWriterPermissions(application, side));
    new EachMinute(this, 'EachMinute', {
      name: `${name}-each-minute`,
      description: `Has the agent of ${application.id} look after its Region.`,
      starts: [
        { function: act, event: { ask: 'wake' } satisfies AgentRequest },
        { function: look, event: { ask: 'observe' } satisfies AgentRequest },
      ],
    });
  }

  #add(
    { config, application, side, name, network, code }: RegionAgentProps,
    duty: Duty,
    does: string,
    more: readonly Permission[],
  ): IFunction {
    const { function: made } = new PlatformFunction(this, duty, {
      name: agentFunctionName(name, duty),
      description: `${does} the database of ${application.id} in this Region.`,
      code,
      config,
      permissions: [...agentSessionPermissions(side), ...more, IN_A_NETWORK],
      timeoutSeconds: AGENT_TIMEOUT_SECONDS,
      memory: 512,
      environment: {
        DR_DUTY: duty,
        DR_APPLICATION: application.id,
        DR_DATABASE_HOST: network.databaseHost,
        // https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html: RDS's authorities come with the runtime.
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      },
    });
    const raw = made.node.defaultChild as CfnFunction;
    raw.vpcConfig = { subnetIds: [...network.subnets], securityGroupIds: [network.securityGroup] };
    return made;
  }
}
