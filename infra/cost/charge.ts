import type { Config } from '../../orchestrator/config.ts';

/** So much of something that has a price. */
export interface Charge {
  /** Id in prices.json. */
  readonly price: string;
  readonly quantity: number;
}

/** A resource of a synthesized template. */
export interface PricedResource {
  readonly stack: string;
  readonly region: string;
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are JSON of as many shapes as there are types, and each rule reads its own.
  readonly properties: any;
}

/** What a rule may look at besides its resource. */
export interface Estate {
  readonly config: Config;
  readonly resources: readonly PricedResource[];
}

/** A type of resource costs nothing by itself, and why. */
export interface Free {
  readonly free: string;
}

/** What one resource of a type costs in a month in which nothing happens, or why it is free. */
export type Rule = Free | ((resource: PricedResource, estate: Estate) => readonly Charge[]);
export type Rules = Readonly<Record<string, Rule>>;

/** The resource that `{Ref}` or `{Fn::GetAtt}` of a template means, in the same stack. */
export function referred(from: PricedResource, reference: unknown, { resources }: Estate): PricedResource | undefined {
  const text = JSON.stringify(reference) ?? '';
  const id = /"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"/.exec(text)?.[1];
  return resources.find((each) => each.stack === from.stack && each.id === id);
}
