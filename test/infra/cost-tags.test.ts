import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { TagManager } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { tagCosts } from '../../infra/cost-tags.ts';
import { ownerOf } from '../../infra/owner.ts';
import { config, createdApp } from './synthesized.ts';

describe('everything that is made', () => {
  const app = createdApp();
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

  it('is an application’s by its whole name, where another one begins with the same', () => {
    const { shop } = config.applications;
    if (shop === undefined) throw new Error('dr.yml has no shop.');
    for (const applications of [
      { shop, 'shop-eu': shop },
      { 'shop-eu': shop, shop },
    ]) {
      expect(ownerOf('shop-eu-data-us-east-1', applications)).toBe('shop-eu');
      expect(ownerOf('shop-data-us-east-1', applications)).toBe('shop');
      expect(ownerOf('dr-control-plane', applications)).toBeNull();
      const two = new App({ analyticsReporting: false });
      const table = new CfnTable(new Stack(two, 'shop-eu-data'), 'Any', { keySchema: [] });
      tagCosts(two, { ...config, applications });
      two.synth();
      expect(TagManager.of(table)?.tagValues()).toEqual({ 'dr:application': 'shop-eu' });
    }
  });
});
