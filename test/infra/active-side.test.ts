import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { activeContext, activeSide } from '../../infra/active-side.ts';
import { config } from './synthesized.ts';

const stackOf = (context: Readonly<Record<string, string>>): Stack =>
  new Stack(new App({ context, analyticsReporting: false }), 'Any');

describe('the side that an application is active on', () => {
  const shop = { id: 'shop' };

  it('is the primary one where nobody looked', () => {
    expect(activeSide(stackOf({}), config, shop)).toBe('primary');
  });

  it('is the one that the context names by its Region, for that application alone', () => {
    const stack = stackOf({ [activeContext('shop')]: config.regions.dr });
    expect(activeSide(stack, config, shop)).toBe('dr');
    expect(activeSide(stack, config, { id: 'bakery' })).toBe('primary');
  });

  it('is refused where the context names a Region that applications do not run in', () => {
    const stack = stackOf({ [activeContext('shop')]: config.regions.control });
    expect(() => activeSide(stack, config, shop)).toThrow('Applications run in us-east-1 and us-west-2, not in us-east-2.');
  });
});
