import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { addStacks } from '../../infra/control-plane-app.ts';
import { type Config, parseConfig } from '../../orchestrator/config.ts';

/** The dr.yml of the repository. */
export const config: Config = parseConfig(readFileSync('dr.yml', 'utf8'));

/** The same, where the application exists already and the platform makes only the agents. */
export const withAgents: Config = parseConfig(
  readFileSync('dr.yml', 'utf8')
    .replace(/ +# Made by the stacks[\s\S]*$/, '')
    .replace(
      '      agents: {',
      `      agentNetworks:
        primary: { subnets: [subnet-0123456789abcdef0], securityGroup: sg-0123456789abcdef0, databaseHost: shop-primary.example.us-east-1.rds.amazonaws.com }
        dr: { subnets: [subnet-0123456789abcdef1], securityGroup: sg-0123456789abcdef1, databaseHost: shop-dr.example.us-west-2.rds.amazonaws.com }
      agents: {`,
    ),
);

const folder = mkdtempSync(join(tmpdir(), 'dr-infra-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let made = 0;

/** The app of the repository's dr.yml; the Lambdas' code is not in it, because it takes longest and is tested by itself. */
export function makeApp(of: Config = config, context: Readonly<Record<string, string>> = {}): App {
  const outdir = join(folder, String(made++));
  const app = new App({ outdir, context, analyticsReporting: false });
  addStacks(app, of, () => Code.fromInline('exports.handler = async () => null;'));
  return app;
}

const shared: { created?: App; attached?: App } = {};

/** The app of the repository's dr.yml, made once for all who only read it. */
export function createdApp(): App {
  shared.created ??= makeApp();
  return shared.created;
}

/** The same where the application exists already. */
export function attachedApp(): App {
  shared.attached ??= makeApp(withAgents);
  return shared.attached;
}

/** The template of one stack of the app. */
export function templateOf(app: App, stack: string): Template {
  const found = app.node.findChild(stack);
  if (!(found instanceof Stack)) throw new Error(`${stack} is no stack.`);
  return Template.fromStack(found);
}

/** A resource of a template, as far as tests read it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are JSON of many shapes, and tests name what they expect.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

/** Every resource of that type, by logical id. */
export const resourcesOf = (template: Template, type: string): readonly Resource[] =>
  Object.values(template.findResources(type)) as Resource[];
