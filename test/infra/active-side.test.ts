import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { activeContext, dutyOf, leftContext } from '../../infra/active-side.ts';
import { type Duty, limitsOf } from '../../orchestrator/domain/duty.ts';
import { config } from './synthesized.ts';

const stackOf = (context: Readonly<Record<string, string>>): Stack =>
  new Stack(new App({ context, analyticsReporting: false }), 'Any');

const dutiesOf = (context: Readonly<Record<string, string>>, id = 'shop'): readonly Duty[] =>
  (['primary', 'dr'] as const).map((side) => dutyOf(stackOf(context), config, { id }, side));

describe('what the services of the two Regions are there for', () => {
  const { dr, primary, control } = config.regions;

  it('is to be used at home and to stand by in the other one, where nobody looked', () => {
    expect(dutiesOf({})).toEqual(['active', 'standby']);
  });

  it('follows the Region that the context names, for that application alone', () => {
    const context = { [activeContext('shop')]: dr };
    expect(dutiesOf(context)).toEqual(['standby', 'active']);
    expect(dutiesOf(context, 'bakery')).toEqual(['active', 'standby']);
  });

  it('is nothing in a Region that was left', () => {
    expect(dutiesOf({ [activeContext('shop')]: dr, [leftContext('shop')]: primary })).toEqual(['left', 'active']);
    expect(dutiesOf({ [activeContext('shop')]: primary, [leftContext('shop')]: dr })).toEqual(['active', 'left']);
  });

  it('is refused where the context names a Region that applications do not run in', () => {
    expect(() => dutiesOf({ [activeContext('shop')]: control })).toThrow(
      'Applications run in us-east-1 and us-west-2, not in us-east-2.',
    );
  });

  it('decides how many tasks there are at least', () => {
    const limits = { primary: { min: 2, max: 10 }, dr: { min: 1, max: 8 } };
    expect([limitsOf(limits, 'active'), limitsOf(limits, 'standby')]).toEqual([limits.primary, limits.dr]);
    expect(limitsOf(limits, 'left')).toEqual({ min: 0, max: 8 });
  });
});
