import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Side } from '../../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../../orchestrator/config.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import type { CodeOf } from '../constructs/platform-functions.ts';
import { RegionAgent } from '../constructs/region-agent.ts';

/** What the agents of a Region are made of. */
export interface RegionAgentsProps extends StackProps {
  readonly config: Config;
  readonly side: Side;
  readonly codeOf: CodeOf;
}

/** Whether dr.yml says where at least one application's agent runs. */
export const hasAgents = (config: Config, side: Side): boolean =>
  applications(config).some(({ aws }) => aws?.agentNetworks?.[side] !== undefined);

/** The agents of one Region: one for each application whose network dr.yml names. */
export class RegionAgents extends Stack {
  constructor(scope: Construct, id: string, { config, side, codeOf, ...rest }: RegionAgentsProps) {
    super(scope, id, rest);
    for (const application of applications(config)) {
      const network = application.aws?.agentNetworks?.[side];
      const name = application.aws?.agents[side];
      if (network === undefined || name === undefined) continue;
      new RegionAgent(this, application.id, { config, application, side, name, network, code: codeOf('agent') });
    }
  }
}

const applications = (config: Config): readonly Application[] =>
  Object.keys(config.applications).map((id) => applicationOf(config, id));
