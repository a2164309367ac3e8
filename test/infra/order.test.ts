import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { describe, expect, it } from 'vitest';
import { attachedApp, config, createdApp } from './synthesized.ts';

const { primary, dr } = config.regions;
// What a stack imports is known when all are made.
const [made, attached] = [createdApp().synth(), attachedApp().synth()];

/** Names of all stacks that are deployed before one. */
function earlierThan(name: string, { stacks }: CloudAssembly = made): readonly string[] {
  const earlier = new Set<string>();
  const add = (id: string): void => {
    for (const each of stacks.find((stack) => stack.id === id)?.dependencies ?? []) {
      if (earlier.has(each.id)) continue;
      earlier.add(each.id);
      add(each.id);
    }
  };
  add(name);
  return [...earlier];
}

describe('the order of deployment', () => {
  it.each([
    ['the flags before the checks on them', 'shop-checks', [`dr-flags-${dr}`]],
    [
      'the checks, and the agents, before the control plane',
      'dr-control-plane',
      ['shop-checks', `shop-data-${primary}`, `shop-data-${dr}`],
    ],
    [
      'everything before the records, which lead users to it',
      'shop-traffic',
      ['dr-control-plane', `shop-services-${primary}`, `shop-services-${dr}`],
    ],
    ['the bucket that is copied to before the one that copies', `shop-storage-${primary}`, [`shop-storage-${dr}`]],
    ['both buckets before copying back', `shop-asset-return-${dr}`, [`shop-storage-${primary}`, `shop-storage-${dr}`]],
    [
      'both keys and the network before the writer',
      `shop-data-${primary}`,
      [`dr-keys-${dr}`, `dr-keys-${primary}`, `shop-network-${primary}`],
    ],
    ['the writer and its own network before the replica', `shop-data-${dr}`, [`shop-data-${primary}`, `shop-network-${dr}`]],
    [
      'images and databases before the services of the DR Region',
      `shop-services-${dr}`,
      [`dr-registry-${primary}`, `dr-registry-${dr}`, `shop-data-${dr}`],
    ],
    [
      'images and databases before the services of the primary Region',
      `shop-services-${primary}`,
      [`dr-registry-${primary}`, `dr-registry-${dr}`, `shop-data-${primary}`],
    ],
    ['the cluster before the tasks of drills in it', `shop-drills-${dr}`, [`shop-services-${dr}`]],
  ])('has %s', (_, stack, earlier) => {
    expect(earlierThan(stack)).toEqual(expect.arrayContaining(earlier));
  });

  it('has the agents of an application that exists already before the control plane that asks them', () => {
    expect(earlierThan('dr-control-plane', attached)).toEqual(
      expect.arrayContaining([`dr-agents-${primary}`, `dr-agents-${dr}`]),
    );
  });
});
