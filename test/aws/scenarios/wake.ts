import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WakeAnswer } from '../../../orchestrator/agent/request.ts';
import { agentFunctionName } from '../../../orchestrator/aws/agent.ts';
import { applicationOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import type { Application } from '../../../orchestrator/config.ts';
import type { Region } from '../../../orchestrator/domain/region.ts';
import type { Cloud } from '../cloud/cloud.ts';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Rule }>>;
}
interface Rule {
  readonly Name: string;
  readonly Targets: readonly { readonly Input: string }[];
}

/** The stack that has the agent of an application in a Region: one that is made with the agent is made with its database. */
export const agentStack = ({ id, aws }: Application, region: Region): string =>
  aws?.create === undefined ? `dr-agents-${region}` : `${id}-data-${region}`;

/** Invokes the function that acts with what the rule of each minute sends it. */
export async function wake(
  { aws, assembly, config, application }: Cloud,
  side: Side,
): Promise<ReturnType<typeof WakeAnswer.parse>> {
  const region = config.regions[side];
  const name = applicationOnAws(application).agents[side];
  const path = join(assembly, `${agentStack(application, region)}.template.json`);
  const { Resources } = JSON.parse(await readFile(path, 'utf8')) as Template;
  const rules = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
  const rule = rules.find(({ Properties }) => Properties.Name === `${name}-each-minute`);
  const [event = ''] = rule?.Properties.Targets.map(({ Input }) => Input) ?? [];
  const functionPath = `/2015-03-31/functions/${agentFunctionName(name, 'act')}/invocations`;
  const { answer } = JSON.parse(await aws.rest('lambda', region, 'POST', functionPath, event)) as { answer: unknown };
  return WakeAnswer.parse(answer);
}
