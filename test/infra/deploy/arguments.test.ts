import { describe, expect, it } from 'vitest';
import { BadArguments, readArguments } from '../../../infra/deploy/arguments.ts';

describe('npm run deploy', () => {
  it('means every stack where none is named', () => {
    expect(readArguments([])).toEqual({ stacks: [], override: null, cdk: [] });
    expect(readArguments(['--all'])).toEqual({ stacks: [], override: null, cdk: [] });
  });

  it('takes names of stacks, a reason to override, and what cdk deploy is told besides', () => {
    expect(
      readArguments(['dr-control-plane', '--override', ' the alarm is wrong ', '--', '--require-approval', 'never']),
    ).toEqual({
      stacks: ['dr-control-plane'],
      override: 'the alarm is wrong',
      cdk: ['--require-approval', 'never'],
    });
  });

  it.each([
    [['--override', '  '], 'An override needs a reason, and none was given.'],
    [['--override', 'x'.repeat(1_001)], 'The reason has 1001 characters; 1000 are kept.'],
    [['--override'], "Option '--override <value>' argument missing"],
    [['--force'], "Unknown option '--force'"],
    [['shop-*'], 'Stacks are named one by one, and "shop-*" names many.'],
    [['--all', 'dr-control-plane'], '--all is every stack, so none is named beside it: dr-control-plane.'],
  ])('does not understand %j, and says so', (args, sentence) => {
    const read = () => readArguments(args);
    expect(read).toThrow(BadArguments);
    expect(read).toThrow(sentence);
  });
});
