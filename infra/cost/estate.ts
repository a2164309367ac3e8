import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { Config } from '../../orchestrator/config.ts';
import { addStacks } from '../control-plane-app.ts';
import type { Estate, PricedResource } from './charge.ts';

/** Synthesizes what dr.yml asks for, with empty Lambdas, and answers every resource of every template. */
export function synthesizedEstate(config: Config): Estate {
  const app = new App({ analyticsReporting: false });
  addStacks(app, config, () => Code.fromInline('exports.handler = async () => null;'));
  return { config, resources: app.synth().stacks.flatMap(resourcesIn) };
}

/** The resources of one synthesized stack. */
export function resourcesIn({ stackName: stack, environment, template }: CloudFormationStackArtifact): readonly PricedResource[] {
  const resources = template.Resources as Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  return Object.entries(resources).map(([id, { Type: type, Properties: properties = {} }]) => ({
    ...{ stack, region: environment.region, id, type, properties },
  }));
}
