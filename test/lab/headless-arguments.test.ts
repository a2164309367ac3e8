import { describe, expect, it } from 'vitest';
import { withApplications } from '../../lab/applications.ts';
import { readArguments } from '../../lab/headless/arguments.ts';
import { config } from '../scenarios/rehearsal.ts';

const applicationsOf = (...args: readonly string[]) => readArguments(args, ['shop', 'billing']).lab.applications;

describe('a game day that is played without a page', () => {
  it('is a drill with production itself, of one application', () => {
    const of = (...args: readonly string[]) => readArguments([...args, '--game-day'], ['shop', 'billing']);
    expect(of('--plan', 'drill')).toMatchObject({ plan: 'drill', scenario: 'well', gameDay: true });
    expect(() => of()).toThrow('A game day is a drill with production itself: ask for --plan drill --game-day.');
    expect(() => of('--plan', 'switchover')).toThrow('ask for --plan drill --game-day');
    expect(() => of('--plan', 'drill', '--all')).toThrow('A drill is asked for one application at a time');
    expect(readArguments(['--plan', 'drill'], ['shop']).gameDay).toBe(false);
  });
});

describe('which applications are played without a page', () => {
  it('are the first of dr.yml, those that are named, or all', () => {
    expect(applicationsOf()).toEqual(['shop']);
    expect(applicationsOf('--app', 'mail, shop,mail')).toEqual(['mail', 'shop']);
    expect(applicationsOf('--all')).toEqual(['shop', 'billing']);
  });

  it('are several only of plans that there are sets of', () => {
    expect(() => applicationsOf('--all', '--plan', 'drill')).toThrow('A drill is asked for one application at a time');
    expect(applicationsOf('--all', '--plan', 'switchover')).toHaveLength(2);
    expect(() => applicationsOf('--app', 'shop,')).toThrow('"" is no name of an application');
  });

  it('are as dr.yml has them, or like its first under a domain of their own', () => {
    const { applications } = withApplications(config, ['mail', 'shop']);
    expect(Object.keys(applications)).toEqual(['mail', 'shop']);
    expect(applications.shop).toEqual(config.applications.shop);
    expect(applications.mail).toEqual({ ...config.applications.shop, domain: 'mail.my-projects-aws.site' });
  });
});
