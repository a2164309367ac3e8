import { describe, expect, it } from 'vitest';
import { chooseStacks } from '../../../infra/deploy/stacks.ts';
import { config, createdApp } from '../synthesized.ts';

const { primary, dr } = config.regions;
const stacks = chooseStacks(config, createdApp().synth(), []);
const names = (of: typeof stacks): readonly string[] => of.map(({ name }) => name).toSorted();

describe('the stacks of the reference', () => {
  it('have services to scale where they autoscale: those of drills run none by themselves', () => {
    const scaled = stacks.filter(({ hasServices }) => hasServices);
    expect(names(scaled)).toEqual([`shop-services-${primary}`, `shop-services-${dr}`]);
  });

  it('have a database where the guard of the databases looks for it', () => {
    const guarded = stacks.filter(({ hasDatabase }) => hasDatabase);
    expect(names(guarded)).toEqual([`shop-data-${primary}`, `shop-data-${dr}`]);
  });
});
