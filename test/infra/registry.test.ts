import { describe, expect, it } from 'vitest';
import { alike } from './alike.ts';
import { attachedApp, config, createdApp, resourcesOf, templateOf } from './synthesized.ts';

const app = createdApp();
const { primary, dr } = config.regions;

describe.each([
  [primary, dr],
  [dr, primary],
])('the registry of %s', (region, other) => {
  const template = templateOf(app, `dr-registry-${region}`);

  it('has the repositories of dr.yml: tags never change, images are scanned and encrypted, and they are kept', () => {
    const repositories = resourcesOf(template, 'AWS::ECR::Repository');
    expect(repositories.map(({ Properties }) => Properties.RepositoryName)).toEqual(['shop/frontend', 'shop/backend']);
    for (const { Properties, DeletionPolicy } of repositories) {
      expect(Properties).toMatchObject({
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: { EncryptionType: 'KMS' },
      });
      const { rules } = JSON.parse(Properties.LifecyclePolicy.LifecyclePolicyText);
      expect(rules.map(({ selection }: { selection: { tagStatus: string } }) => selection.tagStatus)).toEqual([
        'untagged',
        'any',
      ]);
      expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    }
  });

  it('copies those repositories to the other Region, by its one configuration', () => {
    template.resourceCountIs('AWS::ECR::ReplicationConfiguration', 1);
    template.hasResourceProperties('AWS::ECR::ReplicationConfiguration', {
      ReplicationConfiguration: {
        Rules: [
          {
            Destinations: [{ Region: other, RegistryId: config.aws?.account }],
            RepositoryFilters: [
              { Filter: 'shop/frontend', FilterType: 'PREFIX_MATCH' },
              { Filter: 'shop/backend', FilterType: 'PREFIX_MATCH' },
            ],
          },
        ],
      },
    });
  });
});

describe('the registries', () => {
  it('are alike but for where they copy to', () => {
    const words = { [primary]: '<region>', [dr]: '<region>' };
    expect(alike(templateOf(app, `dr-registry-${dr}`), words)).toEqual(alike(templateOf(app, `dr-registry-${primary}`), words));
  });

  it('are left alone where every application exists already', () => {
    expect(attachedApp().node.children.map(({ node }) => node.id)).not.toContain(`dr-registry-${primary}`);
  });
});
