import { readFileSync } from 'node:fs';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { toArchitecture } from '../../infra/diagram.ts';
import { diagramPage } from '../../infra/diagram-page.ts';
import { config, createdApp } from './synthesized.ts';

const { primary, dr, control } = config.regions;

describe('the diagram of the stacks', () => {
  const { stacks } = createdApp().synth();

  it('says what is synthesized: npm run render', () => {
    const { path, text } = diagramPage(stacks, config);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('has every stack once, in its Region', () => {
    const drawn = toArchitecture(stacks, config);
    for (const { stackName, environment } of stacks) {
      const [, group = ''] = drawn.split(`["${environment.region}: `);
      const [title] = [`. ${stackName.replace(`-${environment.region}`, '')}</b>`];
      expect(group.split('\n  end')[0]?.split(title)).toHaveLength(2);
    }
  });

  it('leads from every stack to each that it imports from', () => {
    const lines = toArchitecture(stacks, config).split('\n');
    const imports = stacks.flatMap(({ stackName, template }) => {
      const named = [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^:"]+):/g)].map(([, other]) => other);
      return [...new Set(named)].map((other) => [stackName, other].map((name) => name?.replaceAll('-', '_')));
    });
    expect(imports.length).toBeGreaterThan(10);
    const isDrawn = (from = '', to = '') => lines.some((line) => line.startsWith(`  ${from} -- `) && line.endsWith(` --> ${to}`));
    expect(imports.filter(([from, to]) => !isDrawn(from, to))).toEqual([]);
  });

  it('leads from whoever names a thing to whoever makes it, in the Region that is meant', () => {
    const arrowsOf = (target: string): readonly string[] => {
      const app = new App({ analyticsReporting: false });
      const stack = (id: string, region: string) => new Stack(app, id, { env: { account: '123456789012', region } });
      for (const region of [primary, dr]) new Bucket(stack(`store-${region}`, region), 'Bucket', { bucketName: 'goods' });
      new CfnResource(stack('asking', control), 'Asks', { type: 'Test::Asks', properties: { target } });
      const lines = toArchitecture(app.synth().stacks, config).split('\n');
      return lines.filter((line) => line.includes('-->')).map((line) => line.trim());
    };
    expect(arrowsOf(`arn:aws:test:${dr}:123456789012:goods`)).toEqual(['asking -- bucket --> store_us_west_2']);
    expect(arrowsOf(`arn:aws:test:${dr}:123456789012:goods-too`)).toEqual([]);
    expect(arrowsOf('goods')).toEqual([]);
  });
});
