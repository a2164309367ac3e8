import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHECKS_VARIABLE } from '../../orchestrator/aws/made-checks.ts';
import { config } from '../aws-ports/shop.ts';

const ids = { id: 'calculated', dr: 'of-dr', control: 'of-control' };

/** The config of a bundle whose Lambda has that variable in its environment. */
async function configWith(checks: unknown, bundled: object = config) {
  vi.resetModules();
  vi.stubGlobal('DR_CONFIG', JSON.stringify(bundled));
  if (checks !== undefined) vi.stubEnv(CHECKS_VARIABLE, JSON.stringify(checks));
  const { bundledConfig } = await import('../../orchestrator/lambdas/bundled.ts');
  return bundledConfig();
}

describe('the config of a bundle', () => {
  beforeEach(() => vi.stubEnv(CHECKS_VARIABLE, undefined));
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('is dr.yml as it was validated, with the ids of the health checks that the stacks made', async () => {
    expect(await configWith(undefined)).toEqual(config);
    const { applications } = await configWith({ shop: ids });
    expect(applications.shop).toEqual({
      ...config.applications.shop,
      aws: { ...config.applications.shop?.aws, calculatedCheck: ids },
    });
  });

  it('keeps the checks that dr.yml names itself', async () => {
    const own = { id: 'own', dr: 'own-dr', control: 'own-control' };
    const shop = { ...config.applications.shop, aws: { ...config.applications.shop?.aws, calculatedCheck: own } };
    const { applications } = await configWith({ shop: ids }, { ...config, applications: { shop } });
    expect(applications.shop?.aws?.calculatedCheck).toEqual(own);
  });

  it.each([
    ['no ids', { shop: {} }],
    ['a list', []],
    ['an unknown id', { shop: { ...ids, third: 'x' } }],
  ])('is not made with %s', async (_, checks) => {
    await expect(configWith(checks)).rejects.toThrow();
  });
});
