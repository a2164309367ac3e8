import { type App, Stack, Tags } from 'aws-cdk-lib';
import type { Config } from '../orchestrator/config.ts';
import { COST_TAG, PLATFORM } from '../orchestrator/domain/cost-metric.ts';

/** Says of everything whose costs it is: what an application's stacks make is the application's, the rest is the platform's own. */
export function tagCosts(app: App, config: Config): void {
  Tags.of(app).add(COST_TAG, PLATFORM);
  const stacks = app.node.children.filter((each) => Stack.isStack(each));
  for (const id of Object.keys(config.applications)) {
    for (const stack of stacks.filter(({ node }) => node.id.startsWith(`${id}-`))) Tags.of(stack).add(COST_TAG, id);
  }
}
