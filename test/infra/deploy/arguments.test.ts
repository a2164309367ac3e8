import { describe, expect, it } from 'vitest';
import { BadArguments, readArguments } from '../../../infra/deploy/arguments.ts';

describe('npm run deploy', () => {
  it('means every stack where none is named', () => {
    expect(readArguments([])).toEqual({ stacks: [], override: null, diff: false, cdk: [] });
    expect(readArguments(['--all'])).toEqual({ stacks: [], override: null, diff: false, cdk: [] });
  });

  it('takes names of stacks, a reason to override, and what cdk deploy is told besides', () => {
    expect(
      readArguments(['dr-control-plane', '--override', ' the alarm is wrong ', '--', '--require-approval', 'never']),
    ).toEqual({
      stacks: ['dr-control-plane'],
      override: 'the alarm is wrong',
      diff: false,
      cdk: ['--require-approval', 'never'],
    });
  });

  it('may be asked only to show what would change', () => {
    expect(readArguments(['--diff', 'dr-control-plane'])).toEqual({
      ...{ stacks: ['dr-control-plane'], override: null, diff: true, cdk: [] },
    });
  });

  it.each([['--no-rollback'], ['--import-existing-resources'], ['--concurrency=2'], ['--require-approval', 'never']])(
    'passes on %s',
    (...options) => {
      expect(readArguments(['--', ...options]).cdk).toEqual(options);
    },
  );

  it.each([
    ['shop-data-us-east-1'],
    ['--all'],
    ['--app', 'elsewhere'],
    ['-a', 'elsewhere'],
    ['--hotswap'],
    ['--hotswap-fallback'],
    ['--hotswapFallback'],
    ['--no-exclusively'],
    ['--exclusively'],
    ['--watch'],
    ['--revert-drift'],
    ['--express'],
    ['--context', 'active:shop=us-west-2'],
    ['--parameters', 'A=b'],
    ['--profile', 'another'],
    ['--role-arn', 'arn:aws:iam::123456789012:role/another'],
    ['--require-approval', 'never', '--', '--all'],
  ])('refuses %s after the second --: what is deployed has to be what the guard looked at', (...options) => {
    const read = () => readArguments(['dr-control-plane', '--', ...options]);
    expect(read).toThrow(BadArguments);
    expect(read).toThrow(/What is deployed is what the guard has looked at, so that cdk deploy is told nothing else but/);
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
