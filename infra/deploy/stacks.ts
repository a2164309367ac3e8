import type { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { z } from 'zod';
import type { Config } from '../../orchestrator/config.ts';
import { didYouMean } from '../../orchestrator/did-you-mean.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { ownerOf } from '../owner.ts';

/** A stack as it is about to be deployed. */
export interface DeployedStack {
  readonly name: string;
  readonly region: string;
  /** The application of dr.yml that it belongs to; null for the platform's own. */
  readonly application: string | null;
  readonly hasDatabase: boolean;
  /** Whether it has services whose capacities follow the active Region; those of drills run nothing by themselves. */
  readonly hasServices: boolean;
}

const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })).default({}) });

/** The stacks of an assembly with those names, or all; `Refused` for a name that no stack has. */
export function chooseStacks(config: Config, assembly: CloudAssembly, names: readonly string[]): readonly DeployedStack[] {
  const all = assembly.stacks.map((stack) => toStack(config, stack));
  if (names.length === 0) return all;
  const known = all.map(({ name }) => name);
  return names.map((name) => {
    const found = all.find((stack) => stack.name === name);
    if (found !== undefined) return found;
    throw new Refused(`There is no stack "${name}". There are: ${known.join(', ')}.${didYouMean(name, known)}`);
  });
}

function toStack(
  { applications }: Config,
  { stackName: name, environment, template }: CloudFormationStackArtifact,
): DeployedStack {
  const types = new Set(Object.values(Template.parse(template).Resources).map(({ Type }) => Type));
  return {
    name,
    region: environment.region,
    application: ownerOf(name, applications),
    hasDatabase: types.has('AWS::RDS::DBInstance'),
    hasServices: types.has('AWS::ApplicationAutoScaling::ScalableTarget'),
  };
}
