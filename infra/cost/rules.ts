import type { Charge, Estate, PricedResource, Rules } from './charge.ts';
import { free } from './rules/free.ts';
import { functions } from './rules/functions.ts';
import { platform } from './rules/platform.ts';
import { regions } from './rules/regions.ts';

/** What each type of resource costs. */
export const RULES: Rules = { ...free, ...functions, ...platform, ...regions };

/** What a resource costs in a month; throws for a type that nobody has priced. */
export function chargesOf(resource: PricedResource, estate: Estate): readonly Charge[] {
  // What CDK runs while it deploys, and never else.
  if (resource.type.startsWith('Custom::')) return [];
  const rule = Object.hasOwn(RULES, resource.type) ? RULES[resource.type] : undefined;
  if (rule === undefined) {
    throw new Error(
      `${resource.type} (${resource.id} in ${resource.stack}) has no price: add it to infra/cost/rules, or to rules/free.ts with the reason.`,
    );
  }
  return 'free' in rule ? [] : rule(resource, estate);
}
