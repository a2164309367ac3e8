import { type App, Stack, Tags } from 'aws-cdk-lib';
import type { Config } from '../orchestrator/config.ts';
import { COST_TAG, PLATFORM } from '../orchestrator/domain/cost-metric.ts';
import { ownerOf } from './owner.ts';

/** Says of everything whose costs it is: what an application's stacks make is the application's, the rest is the platform's own. */
export function tagCosts(app: App, config: Config): void {
  Tags.of(app).add(COST_TAG, PLATFORM);
  for (const stack of app.node.children.filter((each) => Stack.isStack(each))) {
    const owner = ownerOf(stack.node.id, config.applications);
    if (owner !== null) Tags.of(stack).add(COST_TAG, owner);
  }
}
