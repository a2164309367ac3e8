import { CfnResource } from 'aws-cdk-lib';
import { TagManager } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { config, makeApp } from './synthesized.ts';

describe('everything that is made', () => {
  const app = makeApp();
  app.synth();
  const owners = [...Object.keys(config.applications), 'dr:platform'];

  it('carries the tag by which AWS tells whose costs it is, where it can carry any', () => {
    const resources = app.node.findAll().filter((each) => CfnResource.isCfnResource(each));
    const taggable = resources.flatMap((each) => {
      const tags = TagManager.of(each);
      return tags === undefined ? [] : [{ path: each.node.path, tags: tags.tagValues() }];
    });
    expect(taggable.length).toBeGreaterThan(100);
    const untagged = taggable.filter(({ tags }) => !owners.includes(tags['dr:application'] ?? ''));
    expect(untagged.map(({ path }) => path)).toEqual([]);
  });
});
